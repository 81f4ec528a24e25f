/** The viewer's IANA time zone; summaries are asked for in it. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

const steps = {
  hour: { count: 48, back: (date, n) => date.setHours(date.getHours() - n), start: (date) => date.setMinutes(0, 0, 0) },
  day: { count: 30, back: (date, n) => date.setDate(date.getDate() - n), start: (date) => date.setHours(0, 0, 0, 0) },
  week: { count: 26, back: (date, n) => date.setDate(date.getDate() - 7 * n), start: (date) => {
    date.setHours(0, 0, 0, 0);
    date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
  } },
};

export const buckets = [["hour", "Hours"], ["day", "Days"], ["week", "Weeks"]];

/** From and to of a span: so many steps, ending with the current one, moved back by so many spans. */
export function spanOf(bucket, page) {
  const { count, back, start } = steps[bucket];
  const to = new Date();
  start(to);
  back(to, count * page - 1);
  const from = new Date(to);
  back(from, count);
  return { from, to };
}

const formats = {
  hour: new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" }),
  day: new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" }),
  week: new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }),
};
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

/** What a step is called: "Tue 14:00", "Tue, 24 Nov", "week of 24 Nov". */
export const stepName = (bucket, start) => (bucket === "week" ? `week of ${formats.week.format(start)}` : formats[bucket].format(start));

/** What stands under a step, or null where a label would crowd its neighbours. */
export function tickName(bucket, start) {
  if (bucket === "hour") {
    return start.getHours() % 6 === 0 ? (start.getHours() === 0 ? formats.day.format(start) : `${String(start.getHours()).padStart(2, "0")}:00`) : null;
  }
  if (bucket === "day") {
    return start.getDay() === 1 ? formats.week.format(start) : null;
  }
  return start.getDate() <= 7 ? new Intl.DateTimeFormat(undefined, { month: "short" }).format(start) : null;
}

/** "27 Oct 2026 – 25 Nov 2026" */
export const spanName = ({ from, to }) => date.formatRange(from, new Date(to.getTime() - 1));
