/* A French line never begins with « : » or « ? », nor ends with « « ». Texts are written with plain spaces, by us as by référentes; the spaces
   that must not break are put here, when a text is shown. What somebody types, and the exact words of a message, stay as they are. */
"use strict";

(() => {
    const NO_BREAK = "\u00a0";
    const NARROW = "\u202f";
    const AS_WRITTEN = "script, style, textarea, option, pre, [dir=auto], [contenteditable]";
    const UNSET = / [:;?!»€%]|« |\d \d/;

    const set = (text) =>
        text
            .replace(/ (?=[;?!])/g, NARROW)
            .replace(/ (?=[:»€%])/g, NO_BREAK)
            .replace(/« /g, `«${NO_BREAK}`)
            .replace(/(\d) (?=\d)/g, `$1${NO_BREAK}`);

    function setIn(node) {
        if (!UNSET.test(node.data) || node.parentElement?.closest(AS_WRITTEN)) return;
        node.data = set(node.data);
    }

    function shown(root) {
        if (root.nodeType === Node.TEXT_NODE) return setIn(root);
        const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) setIn(texts.currentNode);
    }

    document.addEventListener("DOMContentLoaded", () => {
        shown(document.body);
        new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(shown))).observe(document.body, {
            childList: true,
            subtree: true,
        });
    });
})();
