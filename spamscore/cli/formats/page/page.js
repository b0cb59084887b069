"use strict";
// The overview sorts by a column; details open for print and for the place that a link leads to. Nothing else is done here.
document.addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("overview");
  const inOrder = new Intl.Collator(undefined, { numeric: true }).compare;
  const sort = (header) => {
    const column = header.cellIndex;
    const words = header.dataset.sort === "words";
    const known = header.getAttribute("aria-sort");
    const up = known ? known === "descending" : words;
    const keyed = [...table.tBodies[0].rows].map((row) => {
      const cell = row.cells[column];
      return [words ? cell.textContent : Number(cell.dataset.value), row];
    });
    keyed.sort(words ? ([a], [b]) => inOrder(a, b) : ([a], [b]) => a - b);
    if (!up) keyed.reverse();
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    table.tBodies[0].replaceChildren(...keyed.map(([, row]) => row));
  };
  for (const header of table ? table.tHead.rows[0].cells : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sort(header));
  }
  const reveal = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    if (place) place.scrollIntoView({ block: "nearest" });
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open], .group)")];
    for (const each of closed) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
});
