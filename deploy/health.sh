#!/bin/bash
# Asks a silo on this machine whether it is ready; the images have no curl. The port is the first argument, else 8080.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${1:-8080}"
printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
