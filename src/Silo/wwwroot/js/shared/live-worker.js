import { LiveHub } from "./live-hub.js";

/** The shared worker in which the one connection of all pages lives. */
const hub = new LiveHub();

self.addEventListener("connect", ({ ports }) => hub.connect(ports[0]));
