import { get } from "../shared/api.js";

/** The parts of /api/status that the live page shows, or null where it cannot be had. */
export async function loadStatus() {
  try {
    const { kafka, rates, deadLetters, model, devices, silos } = await get("/api/status");
    return {
      broker: kafka.bootstrapServers,
      isEmbedded: kafka.embedded,
      lag: kafka.lag,
      gaps: kafka.gaps,
      consumedPerSecond: rates.consumedPerSecond,
      deadLetters: deadLetters.total,
      model,
      devices,
      silos: silos.length,
    };
  } catch {
    return null;
  }
}
