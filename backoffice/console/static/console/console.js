/* Makes unfold 0.110.0 usable with a keyboard and a screen reader, without copying its templates.

   Its menus, toggles and icons are spans and divs that answer to a mouse only. Alpine shows us each element before it binds it: we add
   what is missing there, so that fragments loaded later get it too. Pages without Alpine have nothing to fix. */
"use strict";

(() => {
    const ICON = "material-symbols-outlined";
    const CONTROL = "a[href], button, input, select, textarea, label, summary, option";

    // What an icon alone stands for. An icon that is not here is decoration.
    const MEANING = {
        add: "Ajouter",
        arrow_back: "Retour",
        calendar_today: "Choisir une date",
        chevron_right: "Déplier ou replier",
        close: "Fermer",
        computer: "Changer de thème",
        dark_mode: "Changer de thème",
        delete: "Supprimer la ligne",
        dock_to_right: "Afficher ou masquer le menu",
        download: "Télécharger",
        expand_more: "Déplier ou replier",
        filter_list: "Filtres",
        light_mode: "Changer de thème",
        more_horiz: "Autres actions",
        more_vert: "Actions sur l’élément choisi",
        search: "Rechercher",
        unfold_more: "Ouvrir le menu",
        upload: "Choisir un fichier",
        visibility: "Afficher ou masquer le mot de passe",
    };

    // Controls whose icon comes later or says nothing: by the name of what they open.
    const OPENS = { openTheme: "Changer de thème", openUserLinks: "Mon compte", showActions: "Autres actions", openTabsDropdown: "Autres onglets" };

    const isIcon = (element) => element.classList.contains(ICON);
    const meaning = (icon) => icon.title || MEANING[icon.textContent.trim()] || "";
    const icons = (element) => [...element.querySelectorAll(`.${ICON}`)];

    function spokenText(element) {
        if (isIcon(element)) return "";
        const copy = element.cloneNode(true);
        icons(copy).forEach((icon) => icon.remove());
        return copy.textContent.trim();
    }

    function name(element) {
        if (element.hasAttribute("aria-label") || element.title || spokenText(element)) return;
        const label = isIcon(element) ? meaning(element) : icons(element).map(meaning).find(Boolean);
        if (label) element.setAttribute("aria-label", label);
    }

    /* The name of what a click opens and closes: "open = !open", "filterOpen = true", "sidebarToggle()". */
    function opened(expression) {
        const found = expression.match(/(\w+) = !\s*\1/) || expression.match(/^(\w*[oO]pen\w*) = true$/);
        if (found) return found[1];
        return expression.includes("sidebarToggle") ? "sidebarOpen" : "";
    }

    function hideText(element) {
        const shown = document.createElement("span");
        shown.setAttribute("aria-hidden", "true");
        shown.append(...element.childNodes);
        element.append(shown);
    }

    function press(element) {
        element.setAttribute("role", "button");
        element.setAttribute("tabindex", "0");
        element.dataset.consolePress = "";
        name(element);
        if (isIcon(element) && !element.hasAttribute("x-text")) hideText(element);
    }

    /* A click on a row, a cell or a heading becomes a button inside it: these keep what they are. */
    function handle(element) {
        if (element.matches("tr, td")) return element.querySelector(`.${ICON}`);
        if (!element.matches("h1, h2, h3, h4")) return element;
        const inside = element.querySelector("strong") || document.createElement("span");
        if (!inside.isConnected) {
            inside.append(...element.childNodes);
            inside.className = "flex grow items-center";
            element.append(inside);
        }
        return inside;
    }

    function clickable(element) {
        const expression = element.getAttribute("x-on:click");
        if (expression === null || element.id === "changelist-filter-close") return;
        const button = element.matches(CONTROL) ? element : handle(element);
        if (!button) return;
        if (button.matches(CONTROL)) name(button);
        else press(button);
        const state = opened(expression);
        if (state in OPENS && !spokenText(button)) button.setAttribute("aria-label", OPENS[state]);
        if (state) button.setAttribute("x-bind:aria-expanded", `${state} ? 'true' : 'false'`);
    }

    function icon(element) {
        if (!isIcon(element) || element.hasAttribute("x-on:click")) return;
        if (element.title && !element.closest("a, button")) {
            element.setAttribute("role", "img");
            element.setAttribute("aria-label", element.title);
            return;
        }
        element.setAttribute("aria-hidden", "true");
        const owner = element.closest("a, button");
        if (!owner) return;
        name(owner);
        if (owner.closest("#nav-sidebar-inner") && !owner.hasAttribute("aria-label") && !owner.title && !spokenText(owner)) twin(owner);
    }

    /* The symbol of the site repeats the link beside it: one of the two is enough. */
    function twin(link) {
        link.setAttribute("aria-hidden", "true");
        link.setAttribute("tabindex", "-1");
    }

    /* A menu that opens takes the focus, keeps it until Escape or a click elsewhere, and gives it back. */
    function menu(element) {
        const shown = element.getAttribute("x-show");
        if (!shown || !element.matches("nav") || !element.hasAttribute("x-on:click.outside")) return;
        element.setAttribute("x-trap", shown);
        element.setAttribute("x-on:keydown.escape.stop", `${shown} = false`);
    }

    function current(element) {
        if (!element.matches("a")) return;
        if (element.classList.contains("active")) element.setAttribute("aria-current", "page");
        const theme = (element.getAttribute("x-bind:class") || "").match(/adminTheme == '\w+'/);
        if (theme) element.setAttribute("x-bind:aria-pressed", `${theme[0]} ? 'true' : 'false'`);
        const test = (element.getAttribute("x-bind:class") || "").match(/active\w*Tab == '[^']*'/);
        if (test) element.setAttribute("x-bind:aria-current", `${test[0]} ? 'true' : null`);
        if (test && !element.hasAttribute("href")) press(element);
    }

    function row(element) {
        if (element.matches("input.delete")) element.setAttribute("aria-label", "Supprimer la ligne");
        if (element.matches(".delete-template")) press(element);
        if (element.matches(".delete-template")) element.setAttribute("aria-label", "Retirer la ligne");
    }

    function structure(element) {
        if (element.matches("ul.object-tools")) element.setAttribute("role", "presentation");
        if (element.id !== "modal-content") return;
        element.setAttribute("role", "dialog");
        element.setAttribute("aria-modal", "true");
        element.setAttribute("aria-label", "Fenêtre");
    }

    /* One-key shortcuts fire while somebody dictates (RGAA 12.10), and Ctrl+E changes the theme by accident. */
    function withoutShortcuts(theme) {
        return (...given) => {
            const data = theme(...given);
            delete data.themeBindings["x-on:keydown.window"];
            return data;
        };
    }

    document.addEventListener("alpine:init", () => {
        window.theme = withoutShortcuts(window.theme);
        const steps = [clickable, icon, menu, current, row, structure];
        window.Alpine.interceptInit((element) => steps.forEach((step) => step(element)));
    });

    document.addEventListener("keydown", (event) => {
        if ((event.key !== "Enter" && event.key !== " ") || !("consolePress" in event.target.dataset)) return;
        event.preventDefault();
        event.target.click();
    });
})();

/* At 1280 px there is room for the menu: unfold closes it up to that width included, we keep it open from that width on. */
document.addEventListener("alpine:init", () => {
    const ROOM = 1280;
    const wanted = () => window.innerWidth >= ROOM && localStorage.getItem("sidebarOpen") !== "0";
    const original = window.theme;
    if (!original) return;
    window.theme = (...options) => {
        const shared = original(...options);
        shared.sidebarOpen = wanted();
        shared.sidebarToggle = function () {
            this.sidebarOpen = !this.sidebarOpen;
            if (window.innerWidth >= ROOM) localStorage.setItem("sidebarOpen", this.sidebarOpen ? "1" : "0");
        };
        shared.themeBindings["x-resize.window"] = function () {
            this.sidebarOpen = wanted();
        };
        return shared;
    };
});
