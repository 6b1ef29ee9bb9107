import { byId } from "./dom.js";

const STORED = "interlock-theme";

/// Lets a person override the system's choice of light or dark.
export function chooseTheme() {
  const select = byId("theme");
  select.value = stored();
  apply(select.value);
  select.addEventListener("change", () => {
    apply(select.value);
    store(select.value);
  });
}

function apply(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

/// A browser may forbid a page to store anything.
function stored() {
  try {
    return localStorage.getItem(STORED) ?? "";
  } catch {
    return "";
  }
}

function store(theme) {
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // It holds for this visit.
  }
}
