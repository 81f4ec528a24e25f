import { get } from "../shared/api.js";

/** The parts of /api/status that the live page shows, or null where it cannot be had. */
export async function loadStatus() {
  try {
    return await get("/api/status");
  } catch {
    return null;
  }
}
