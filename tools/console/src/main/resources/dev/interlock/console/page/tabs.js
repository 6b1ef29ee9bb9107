import { byId } from "./dom.js";

/// Tabs as the ARIA practices describe them: arrows, Home and End move, one tab stop for all.
export function wireTabs(list) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const select = (tab) => {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", chosen);
      each.tabIndex = chosen ? 0 : -1;
      byId(each.getAttribute("aria-controls")).hidden = !chosen;
    }
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) select(tab);
  });
  list.addEventListener("keydown", (event) => {
    const last = tabs.length - 1;
    const now = tabs.indexOf(document.activeElement);
    const next = {
      ArrowLeft: now ? now - 1 : last,
      ArrowRight: now < last ? now + 1 : 0,
      Home: 0,
      End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    select(tabs[next]);
    tabs[next].focus();
  });
}
