"use strict";
// The overview sorts by a column; details open for print and for the place that a link leads to. Nothing else is done here.
document.addEventListener("DOMContentLoaded", () => {
  const table = document.getElementById("overview");
  const value = (row, column, words) => {
    const cell = row.cells[column];
    return words ? cell.textContent : Number(cell.dataset.value);
  };
  const sort = (header) => {
    const column = header.cellIndex;
    const words = header.dataset.sort === "words";
    const known = header.getAttribute("aria-sort");
    const up = known ? known === "descending" : words;
    const compare = words
      ? (a, b) => value(a, column, words).localeCompare(value(b, column, words))
      : (a, b) => value(a, column, words) - value(b, column, words);
    const rows = [...table.tBodies[0].rows].sort((a, b) => (up ? compare(a, b) : compare(b, a)));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    table.tBodies[0].append(...rows);
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
