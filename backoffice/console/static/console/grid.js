/* Arrow keys inside a table: from the first link of a cell to that of the next one. Without this script, Tab does it. */
"use strict";

(() => {
    const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

    function goal(table, cell, [down, right]) {
        const row = table.rows[cell.parentElement.rowIndex + down];
        return row?.cells[cell.cellIndex + right]?.querySelector("a, button");
    }

    document.addEventListener("keydown", (event) => {
        const step = STEPS[event.key];
        const cell = event.target.closest?.("[data-grid] td, [data-grid] th");
        if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey) return;
        const target = goal(cell.closest("table"), cell, step);
        if (!target) return;
        event.preventDefault();
        target.focus();
    });
})();
