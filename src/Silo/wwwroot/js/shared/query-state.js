/**
 * What a page shows, kept in the address, so that a link restores it. Defaults are left out of the address.
 */
export class QueryState {
  #defaults;
  #values;

  /** @param defaults value by name; a list stands for a parameter that repeats */
  constructor(defaults) {
    this.#defaults = defaults;
    const parameters = new URLSearchParams(location.search);
    this.#values = Object.fromEntries(
      Object.entries(defaults).map(([name, value]) => {
        if (!parameters.has(name)) {
          return [name, value];
        }
        return [name, Array.isArray(value) ? parameters.getAll(name) : parameters.get(name)];
      }),
    );
  }

  get(name) {
    return this.#values[name];
  }

  /** Sets values and the address; a new entry in the history where push is set. */
  set(changes, { push = false } = {}) {
    Object.assign(this.#values, changes);
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(this.#values)) {
      if (String(value) !== String(this.#defaults[name])) {
        for (const item of [value].flat()) {
          parameters.append(name, item);
        }
      }
    }
    const text = parameters.toString();
    history[push ? "pushState" : "replaceState"](null, "", text === "" ? location.pathname : `?${text}`);
  }
}
