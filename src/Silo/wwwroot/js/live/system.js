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
      fact("Broker", h("code", {}, status.broker)),
      fact("Consumed", `${rate(status.consumedPerSecond)} posts/s`)),
    h("h3", {}, "Devices"),
    h("ul", { class: "devices" }, status.devices.map((device) => h("li", {},
      h("span", { class: "device-name" }, device.id),
      h("span", { class: "chip" }, device.provider.replace("ExecutionProvider", "")),
      h("span", { class: "soft small number" }, device.batchSize === null ? "idle" : `batches of ${rate(device.batchSize)}`)))),
    status.gaps > 0
      ? h("p", { class: "note bad", role: "alert" }, `${count(status.gaps)} posts were lost by the broker before they could be read.`)
      : null);
}

const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
