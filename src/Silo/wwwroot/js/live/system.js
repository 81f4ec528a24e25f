import { fill, h } from "../shared/dom.js";
import { count, rate } from "../shared/format.js";

/** Model, devices and topics, from /api/status. */
export function showSystem(host, status) {
  if (status === null) {
    fill(host, h("p", { class: "soft" }, "Status is not available at the moment."));
    return;
  }
  fill(host,
    h("dl", { class: "facts" },
      fact("Model", h("a", { href: "/models/" }, status.model.name), h("code", { class: "soft" }, ` ${status.model.version}`)),
      fact("Kafka", h("code", {}, status.broker), status.isEmbedded ? h("span", { class: "soft" }, " embedded: for trials, slower than a server") : null),
      fact("Consumed", `${rate(status.consumedPerSecond)} posts/s`),
      fact("Silos", count(status.silos))),
    h("h3", {}, "Devices"),
    h("ul", { class: "devices" }, status.devices.map((device) => h("li", {},
      h("span", { class: "device-name" }, `${device.silo}/${device.id}`),
      device.provider === null ? null : h("span", { class: "chip" }, device.provider.replace("ExecutionProvider", "")),
      device.batchSize === null ? null : h("span", { class: "soft small number" }, `batches of ${rate(device.batchSize)}`)))),
    status.gaps > 0
      ? h("p", { class: "note bad", role: "alert" }, `${status.gaps === 1 ? "1 post was" : `${count(status.gaps)} posts were`} dropped by the broker before ${status.gaps === 1 ? "it" : "they"} could be read.`)
      : null);
}

const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
