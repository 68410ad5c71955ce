/* The lists of select2 (Django 5.2, unfold 0.110.0): they speak French and have the name of their field.

   unfold loads a second copy of select2 on some pages, which loses the French that Django gave to the first; on others it gives none.
   Loaded before jQuery, so that its turn at DOMContentLoaded comes before the lists are made. */
"use strict";

(() => {
    const plural = (count, word) => `${count} ${word}${count > 1 ? "s" : ""}`;

    const FRENCH = {
        errorLoading: () => "Les résultats ne se chargent pas. Réessayez.",
        inputTooLong: (given) => `Retirez ${plural(given.input.length - given.maximum, "caractère")}`,
        inputTooShort: (given) => `Saisissez encore ${plural(given.minimum - given.input.length, "caractère")}`,
        loadingMore: () => "Chargement de la suite…",
        maximumSelected: (given) => `Au plus ${given.maximum} choix`,
        noResults: () => "Aucun résultat",
        removeAllItems: () => "Tout retirer",
        removeItem: () => "Retirer",
        search: () => "Rechercher",
        searching: () => "Recherche…",
    };

    document.addEventListener("DOMContentLoaded", () => {
        window.django?.jQuery?.fn.select2?.defaults.set("language", FRENCH);
    });

    /* select2 puts its own field in place of the list: it takes the label of the list. */
    function named(container) {
        const select = container.previousElementSibling;
        const label = select?.labels?.[0]?.textContent.replace("*", "").trim() || select?.getAttribute("aria-label") || "Choisir";
        const shown = container.querySelector(".select2-selection__rendered");
        const field = container.querySelector(".select2-selection");
        field.setAttribute("aria-label", label);
        field.removeAttribute("aria-labelledby");
        container.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
        if (!shown?.id) return;
        field.setAttribute("aria-describedby", shown.id);
        shown.removeAttribute("role");
        shown.removeAttribute("aria-readonly");
    }

    /* The cross that empties a list sits among its items, for the mouse: with the keyboard, Backspace does it. */
    function crosses(root) {
        const found = [...root.querySelectorAll(".select2-selection__clear")];
        if (root.matches(".select2-selection__clear")) found.push(root);
        found.forEach((cross) => cross.setAttribute("aria-hidden", "true"));
    }

    function seen(node) {
        if (!(node instanceof Element)) return;
        crosses(node);
        if (!node.matches(".select2-container")) node.querySelectorAll(".select2-container").forEach(seen);
        else if (node.querySelector(".select2-selection")) named(node);
        else node.querySelector(".select2-search__field")?.setAttribute("aria-label", "Rechercher dans la liste");
    }

    new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(seen))).observe(document, {
        childList: true,
        subtree: true,
    });
})();
