// The browser's side of the chat page: keys, scrolling, the command menu, the lightbox. What is said goes to Python as
// events named shihua-…; what is shown comes from there.
"use strict";
(() => {
  const tell = (name, value) => emitEvent("shihua-" + name, value);
  const find = (selector) => document.querySelector(selector);
  const entry = () => find("#entry");
  const menu = () => find("#commands");
  let commands = [];
  let chosen = 0;
  let uploader = null;

  // --- composing

  function fit() {
    const box = entry();
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight, 160) + "px";
  }

  function say(text) {
    tell("say", text);
    closeMenu();
  }

  function send() {
    const text = entry().value;
    if (!text.trim() && !find(".attached ul")) return;
    // What is said into a lost connection is lost; it stays in the composer until the page is back.
    if (!window.socket?.connected) return;
    entry().value = "";
    fit();
    say(text);
    entry().focus();
  }

  // An input method ends a composition with Enter, too; that Enter belongs to it (Safari reports it as key 229).
  const composing = (event) => event.isComposing || event.keyCode === 229;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape();
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".code")) {
      event.preventDefault();
      return event.target.click();
    }
    if (event.target !== entry() || composing(event)) return;
    if (!menu().hidden && menuKey(event)) return event.preventDefault();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });

  function escape() {
    if (menu() && !menu().hidden) closeMenu();
    else if (find("[data-cancel=reply]")) tell("reply", 0);
  }

  document.addEventListener("input", (event) => {
    if (event.target.id === "as-files") return tell("as-files", event.target.checked);
    if (event.target !== entry()) return;
    fit();
    const typed = entry().value.match(/^\/([a-z0-9_]*)$/i);
    if (typed) openMenu(typed[1].toLowerCase());
    else closeMenu();
  });

  // --- the command menu

  function openMenu(prefix) {
    const shown = commands.filter(([name]) => name.startsWith(prefix));
    if (!shown.length) return closeMenu();
    chosen = 0;
    menu().replaceChildren(...shown.map(([name, description], index) => option(name, description, index)));
    menu().hidden = false;
    entry().setAttribute("aria-expanded", "true");
    mark();
  }

  function option(name, description, index) {
    const row = document.createElement("div");
    row.id = "command-" + index;
    row.setAttribute("role", "option");
    row.dataset.command = name;
    const left = document.createElement("b");
    left.textContent = "/" + name;
    const right = document.createElement("span");
    right.textContent = description;
    row.append(left, right);
    return row;
  }

  function mark() {
    [...menu().children].forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
    entry().setAttribute("aria-activedescendant", "command-" + chosen);
    menu().children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function closeMenu() {
    if (!menu() || menu().hidden) return;
    menu().hidden = true;
    entry().setAttribute("aria-expanded", "false");
    entry().removeAttribute("aria-activedescendant");
  }

  function take(name) {
    entry().value = "/" + name + " ";
    closeMenu();
    entry().focus();
    fit();
  }

  function menuKey(event) {
    const rows = menu().children;
    if (event.key === "ArrowDown") chosen = (chosen + 1) % rows.length;
    else if (event.key === "ArrowUp") chosen = (chosen + rows.length - 1) % rows.length;
    else if (event.key === "Tab" || event.key === "Enter") {
      const name = rows[chosen].dataset.command;
      // A command typed in full is ready to go; a begun one is completed first.
      if (event.key === "Enter" && entry().value === "/" + name) return false;
      take(name);
      return true;
    } else return false;
    mark();
    return true;
  }

  // --- clicks

  const clicks = {
    "#send": send,
    "#menu": () => (menu().hidden ? (openMenu(""), entry().focus()) : closeMenu()),
    "#attach": () => uploader && getElement(uploader).$refs.qRef.pickFiles(),
    "#lightbox, #lightbox *": () => find("#lightbox").close(),
    "[data-command]": (row) => take(row.dataset.command),
    "[data-fill]": (code) => {
      entry().value = code.dataset.fill;
      fit();
      entry().focus();
    },
    "[data-say]": (button) => say(button.dataset.say),
    "[data-chat]": (button) => tell("chat", button.dataset.chat),
    "[data-person]": (button) => tell("person", button.dataset.person),
    "[data-cancel=reply]": () => tell("reply", 0),
    "[data-cancel=attachments]": () => tell("drop", 0),
    "[data-reply-to]": (button) => tell("reply", Number(button.dataset.replyTo)),
    "[data-enlarge]": enlarge,
    "button.press": (button) => {
      button.classList.add("waiting");
      tell("press", { message: Number(button.dataset.message), button: Number(button.dataset.button) });
    },
    ".quoted": (link) => show(link.hash.slice(1)),
    "a[href]": () => {},
    "[data-reply]": (bubble) => {
      if (String(getSelection())) return;
      tell("reply", Number(bubble.dataset.reply));
    },
  };

  document.addEventListener("click", (event) => {
    for (const [selector, act] of Object.entries(clicks)) {
      const target = event.target.closest(selector);
      if (!target) continue;
      if (selector === ".quoted") event.preventDefault();
      return act(target);
    }
    closeMenu();
  });

  function show(id) {
    const original = document.getElementById(id);
    if (!original) return;
    original.scrollIntoView({ block: "center", behavior: "smooth" });
    original.classList.add("pointed");
    setTimeout(() => original.classList.remove("pointed"), 1200);
  }

  function enlarge(button) {
    const box = find("#lightbox");
    box.querySelector("img").src = button.dataset.enlarge;
    box.showModal();
  }

  // --- files pasted or dropped

  function receive(event, files) {
    if (!uploader || !files.length) return;
    event.preventDefault();
    getElement(uploader).$refs.qRef.addFiles(files);
  }
  document.addEventListener("paste", (event) => receive(event, event.clipboardData.files));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    receive(event, event.dataTransfer.files);
  });

  // --- keeping the end in sight, unless one reads further up

  let following = true;
  const toEnd = () => {
    following = true;
    const scroll = find(".transcript");
    scroll.scrollTop = scroll.scrollHeight;
  };

  function follow() {
    const scroll = find(".transcript");
    let last = 0;
    scroll.addEventListener("scroll", () => {
      // Only who moves up leaves the end: what arrives before this event is handled puts it farther away as well.
      const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
      if (atEnd || scroll.scrollTop < last) following = atEnd;
      last = scroll.scrollTop;
    });
    const keep = () => following && toEnd();
    // Sizes change with every message, edit, loaded picture and with the keyboard of a phone.
    const sizes = new ResizeObserver(keep);
    sizes.observe(scroll);
    [...scroll.children].forEach((part) => sizes.observe(part));
  }

  function prepare() {
    follow();
    const mark = (lost) => document.body.classList.toggle("lost", lost);
    window.socket.on("disconnect", () => mark(true));
    window.socket.on("connect", () => mark(false));
    mark(!window.socket.connected);
  }

  let prepared = false;
  window.shihua = {
    toEnd,
    focus: () => entry().focus(),
    giveBack(text) {
      entry().value = [text, entry().value].filter(Boolean).join("\n");
      fit();
    },
    commands: (list) => (commands = list),
    answered: () => document.querySelectorAll(".press.waiting").forEach((b) => b.classList.remove("waiting")),
    useUploader: (id) => (uploader = id),
    label(labels, placeholder, language) {
      for (const [id, text] of Object.entries(labels)) {
        const button = document.getElementById(id);
        button.setAttribute("aria-label", text);
        button.title = text;
      }
      entry().placeholder = placeholder;
      entry().setAttribute("aria-label", placeholder);
      document.documentElement.lang = language;
    },
    shown(chat, person) {
      if (!prepared) prepare();
      prepared = true;
      history.replaceState(null, "", `?chat=${chat}&person=${encodeURIComponent(person)}`);
      toEnd();
      // On a phone the focus would raise the keyboard over the chat.
      if (matchMedia("(hover: hover)").matches) entry().focus();
    },
  };
  window.shihuaWaiting.splice(0).forEach((act) => act());
})();
