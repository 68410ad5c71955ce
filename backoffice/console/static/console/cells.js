/* On a phone, each row of an admin list becomes a card (console.css): its cells take the name of their column. */
"use strict";

(() => {
    const name = (heading) => heading.querySelector(".text")?.textContent.trim() ?? "";

    function entitled(cell, title) {
        if (!title || !cell.matches("td")) return;
        const value = document.createElement("div");
        value.className = "console-cell-value";
        value.append(...cell.childNodes);
        cell.append(value);
        cell.dataset.label = title;
    }

    document.addEventListener("DOMContentLoaded", () => {
        document.querySelectorAll("table.result-list").forEach((table) => {
            const names = [...table.querySelectorAll("thead th")].map(name);
            table.querySelectorAll("tr.data-row").forEach((row) => [...row.cells].forEach((cell, place) => entitled(cell, names[place])));
        });
    });

    /* The menu shows where one is, however long it is. */
    document.addEventListener("alpine:initialized", () => {
        requestAnimationFrame(() => document.querySelector("#nav-sidebar-apps a.active")?.scrollIntoView({ block: "nearest" }));
    });
})();
