const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const exactClock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

/** 1,284 */
export const count = (value) => whole.format(value);

/** 1 post, 1,284 posts */
export const amount = (value, one, many) => `${whole.format(value)} ${value === 1 ? one : many}`;

/** 12.8K */
export const compact = (value) => (value < 10_000 ? whole.format(value) : short.format(value));

/** Three significant digits at most: 0.4, 12.3, 840, 1.2K */
export function rate(value) {
  if (value >= 100) {
    return compact(value);
  }
  return value.toLocaleString(undefined, { maximumFractionDigits: value === 0 ? 0 : 1 });
}

/** 42% */
export const percent = (share) => (share > 0 && share < 0.01 ? "<1%" : `${Math.round(share * 100)}%`);

/** 0.842 */
export const score = (value) => value.toLocaleString(undefined, { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** 3.2 ms, 48 ms, 1.4 s */
export function milliseconds(value) {
  if (value === null || value === undefined) {
    return "–";
  }
  if (value >= 1000) {
    return `${(value / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`;
  }
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} ms`;
}

/** 12.4 MB */
export function bytes(value) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
}

export const timeOfDay = (date) => clock.format(date);

/** 14:03:22 */
export const timeOfDayToTheSecond = (date) => exactClock.format(date);

export const dateAndTime = (date) => moment.format(date);

/** "now", "12 sec. ago", "3 min. ago" */
export function ago(date, now = Date.now()) {
  const seconds = Math.round((date.getTime() - now) / 1000);
  if (seconds > -5) {
    return "now";
  }
  if (seconds > -60) {
    return relative.format(seconds, "second");
  }
  if (seconds > -3600) {
    return relative.format(Math.round(seconds / 60), "minute");
  }
  if (seconds > -86_400) {
    return relative.format(Math.round(seconds / 3600), "hour");
  }
  return relative.format(Math.round(seconds / 86_400), "day");
}
