// The one file that a site includes: <script async src="https://HOST/widget.js" data-assistant="PUBLIC_KEY"></script>
// Draws the launcher in a shadow root, with no style element or attribute (a strict policy of the site forbids both),
// and makes the frame of our origin when the visitor is about to open it. Of the page it tells the frame the address only, and where its reader came from.
(() => {
  const doc = document, script = doc.currentScript || doc.querySelector("script[data-assistant]"), before = window.Baton;
  if (!script || (before && before.isOn)) return;
  const { origin: home, search } = new URL(script.src), key = script.dataset.assistant, address = home + "/widget/" + encodeURIComponent(key) + search;
  const flag = "baton:" + key, handlers = Object.create(null), svg = "http://www.w3.org/2000/svg";
  let frame, late, isOpen = false, isReady = false, wasReady = false, hasFailed = false, early = [];

  const make = (tag, look, space) => {
    const it = space ? doc.createElementNS(space, tag) : doc.createElement(tag);
    if (look) it.setAttribute("class", look);
    return it;
  };
  const host = make("baton-chat"), root = host.attachShadow({ mode: "open" }), sheet = new CSSStyleSheet();
  const panel = make("div", "panel"), note = make("div", "note"), button = make("button", "launcher"), badge = make("span", "badge");

  sheet.replaceSync(`
    :host{all:initial!important;display:block!important;position:fixed!important;right:0!important;bottom:0!important;width:0!important;height:0!important;z-index:2147483647!important;color-scheme:light dark!important}
    *{box-sizing:border-box}[hidden]{display:none!important}
    .launcher{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:max(20px,env(safe-area-inset-bottom));display:grid;place-items:center;width:52px;height:52px;margin:0;padding:0;border:1px solid transparent;border-radius:50%;background:var(--c,#3453d1);color:var(--m,#fff);box-shadow:0 1px 2px #0003,0 4px 16px #0003;cursor:pointer;touch-action:manipulation;-webkit-tap-highlight-color:transparent;transition:filter .12s ease-out}
    .launcher:hover{filter:brightness(1.08)}
    .launcher:focus-visible{outline:2px solid #fff;box-shadow:0 0 0 4px #17171c}
    svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
    .badge{position:absolute;top:-4px;right:-4px;min-width:20px;height:20px;padding:0 5px;border-radius:10px;background:#c4261d;color:#fff;font:600 12px/20px ui-sans-serif,system-ui,sans-serif;text-align:center;font-variant-numeric:tabular-nums}
    .panel{position:fixed;right:max(20px,env(safe-area-inset-right));bottom:calc(max(20px,env(safe-area-inset-bottom)) + 64px);width:380px;height:640px;max-height:calc(100vh - 104px);max-height:calc(100dvh - 104px);overflow:hidden;border-radius:16px;background:#fff;box-shadow:0 0 0 1px #00000014,0 8px 40px #00000038;transition:opacity .12s ease-out,visibility .12s;visibility:hidden;opacity:0}
    .panel.on{visibility:visible;opacity:1}
    iframe{display:block;width:100%;height:100%;border:0;color-scheme:light dark}
    .note{position:fixed;right:20px;bottom:84px;width:264px;padding:12px 16px;border-radius:10px;background:#fff;color:#1a1a1f;box-shadow:0 0 0 1px #00000014,0 8px 40px #00000038;font:14px/1.45 ui-sans-serif,system-ui,sans-serif}
    .note a{color:#3453d1;font-weight:500}
    @media(max-width:479px){.panel{inset:var(--y,0) 0 auto;width:100%;height:var(--h,100dvh);max-height:none;border-radius:0;box-shadow:none}.on~.launcher{display:none}}
    @media(prefers-color-scheme:dark){.panel{background:#1b1b1f;box-shadow:0 0 0 1px #ffffff1f,0 8px 40px #0008}.note{background:#2a2a30;color:#ededf1}.note a{color:#a5b6ff}}
    @media(prefers-reduced-motion:reduce){.panel,.launcher{transition:none}}`);
  root.adoptedStyleSheets = [sheet];

  // The mark is white where that can be seen on the owner's colour, else nearly black.
  const paint = color => {
    const pen = doc.createElement("canvas").getContext("2d");
    if (!pen || !color) return;
    pen.fillStyle = color;
    const hex = pen.fillStyle, channel = at => {
      const v = parseInt(hex.substr(at, 2), 16) / 255;
      return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    };
    if (hex[0] !== "#") return;
    host.style.setProperty("--c", hex);
    const light = .2126 * channel(1) + .7152 * channel(3) + .0722 * channel(5);
    host.style.setProperty("--m", 1.05 / (light + .05) >= 3 ? "#fff" : "#17171c");
  };

  const mark = make("svg", "", svg), path = make("path", "", svg);
  mark.setAttribute("viewBox", "0 0 24 24");
  mark.setAttribute("aria-hidden", "true");
  mark.append(path);
  button.append(mark, badge);
  button.type = "button";
  badge.hidden = note.hidden = true;
  note.setAttribute("role", "status");

  const warn = why => console.warn("Baton: " + why);
  const emit = (event, detail) => {
    const list = handlers[event];
    for (let n = 0; list && n < list.length; n++) try { list[n](detail); } catch (error) { console.error(error); }
  };
  const post = message => {
    if (!isReady) early[early.length] = message;
    else if (frame.contentWindow) frame.contentWindow.postMessage(message, home);
    // The frame begins afresh then, and what is said meanwhile waits.
    if (message.baton === "logout") isReady = false;
  };
  // Addresses without what stands after ? or #: that may be somebody's secret.
  const bare = address => address.split(/[?#]/)[0];
  const sayWhere = () => post({ baton: "page", url: bare(location.href), from: doc.referrer.indexOf(location.origin) ? bare(doc.referrer) : "" });

  const draw = () => {
    button.setAttribute("aria-label", isOpen ? "Close chat" : "Open chat");
    button.setAttribute("aria-expanded", isOpen);
    path.setAttribute("d", isOpen ? "M6 9.5l6 6 6-6" : "M12 4c-4.7 0-8.5 3.2-8.5 7.2 0 2.3 1.2 4.3 3.2 5.6L6 20.5l4.3-2.3c.6.1 1.1.2 1.7.2 4.7 0 8.5-3.2 8.5-7.2S16.7 4 12 4zM8.5 11.2h7");
    panel.classList.toggle("on", isOpen && !hasFailed);
    note.hidden = !isOpen || !hasFailed;
  };
  const fail = () => {
    if (isReady || hasFailed) return;
    hasFailed = true;
    note.textContent = "The chat can't be shown on this page. ";
    const link = make("a");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open it in a new tab";
    note.append(link);
    draw();
  };
  // Whether the frame remembers somebody; "out": they left, and it has to be told.
  const inside = flag + ":in", recall = name => { try { return localStorage.getItem(name); } catch (_) {} };
  const recalls = (name, it) => { try { it ? localStorage.setItem(name, it) : localStorage.removeItem(name); } catch (_) {} };
  const load = () => {
    if (frame) return;
    frame = make("iframe");
    frame.title = "Chat";
    frame.src = address + "#" + encodeURIComponent(location.origin);
    panel.append(frame);
  };
  const open = () => {
    if (isOpen) return;
    load();
    isOpen = true;
    draw();
    if (!isReady) late = late || setTimeout(fail, 8000);
    sayWhere();
    frame.focus();
    post({ baton: "open" });
    emit("open");
  };
  const close = () => {
    if (!isOpen) return;
    const hadFocus = doc.activeElement === host;
    isOpen = false;
    draw();
    post({ baton: "shut" });
    if (hadFocus) button.focus();
    emit("close");
  };

  addEventListener("message", event => {
    if (!frame || event.origin !== home || event.source !== frame.contentWindow || !event.data) return;
    const { baton, n } = event.data;
    if (baton === "ready") {
      isReady = true;
      hasFailed = false;
      clearTimeout(late);
      draw();
      const kept = early;
      early = [];
      for (let at = 0; at < kept.length; at++) post(kept[at]);
      tellAbout();
      wasReady = wasReady || !emit("ready");
    } else if (baton === "close") close();
    else if (baton === "unread") {
      badge.textContent = n > 9 ? "9+" : n;
      badge.hidden = !(n > 0);
      n > 0 ? button.setAttribute("aria-description", n + " unread") : button.removeAttribute("aria-description");
      emit("unread", n);
    } else if (baton === "talk") recalls(flag, n);
    else if (baton === "in") recalls(inside, n);
    else if (baton === "message" || baton === "handoff") emit(baton);
  });
  // The site's policy may forbid our frame; the browser says so at once.
  doc.addEventListener("securitypolicyviolation", event => {
    if (frame && /^(frame|child|default)-src/.test(event.effectiveDirective) && event.blockedURI.indexOf(home) === 0) fail();
  });
  // Focus goes into the frame: the visitor is about to write, so it should know the page.
  addEventListener("blur", () => { if (isOpen) sayWhere(); });
  button.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
  button.addEventListener("click", () => isOpen ? close() : open());
  button.addEventListener("pointerenter", load);
  button.addEventListener("focus", load);
  button.addEventListener("touchstart", load, { passive: true });
  // A keyboard on the screen leaves less room than the page believes.
  const view = window.visualViewport, fit = () => {
    panel.style.setProperty("--h", view.height + "px");
    panel.style.setProperty("--y", view.offsetTop + "px");
  };
  if (view) {
    view.addEventListener("resize", fit);
    view.addEventListener("scroll", fit);
    fit();
  }

  // What the site says about the visitor: flat, few and short. Told once there is a frame to tell, and soon after each change.
  let about, soon;
  const tellAbout = () => { if (about && isReady) post({ baton: "describe", it: JSON.stringify(about) }); };
  const fits = it => it === null || it === !!it || Number.isFinite(it) || (typeof it === "string" && it.length <= 500);
  const idle = window.requestIdleCallback || setTimeout;

  const words = Object.assign(Object.create(null), {
    open, close,
    toggle: () => isOpen ? close() : open(),
    show: () => { button.hidden = false; },
    hide: () => { close(); button.hidden = true; },
    handoff: given => { open(); post({ baton: "handoff", it: given && given.reason ? ("" + given.reason).slice(0, 200) : "" }); },
    identify: given => {
      const token = given && given.token;
      if (!token || typeof token !== "string") return warn("identify needs {token}");
      post({ baton: "identify", it: token });
      idle(load);
    },
    attributes: given => {
      about = about || {};
      const names = Object.keys(Object(given));
      for (let n = 0; n < names.length; n++) {
        const name = names[n];
        if (name && name.length < 41 && fits(given[name]) && (name in about || Object.keys(about).length < 50)) about[name] = given[name];
        else warn("left out " + name + ": up to 50 attributes, names up to 40 characters, texts up to 500, numbers, booleans, null");
      }
      clearTimeout(soon);
      soon = setTimeout(tellAbout, 200);
    },
    action: name => warn("there is no action " + name),
    logout: () => {
      close();
      about = 0;
      early = [];
      recalls(flag);
      if (!frame && !recall(inside)) return;
      recalls(inside, "out");
      post({ baton: "logout" });
      load();
    },
    on: (event, then) => {
      if (typeof then !== "function") return;
      const list = handlers[event] = handlers[event] || [];
      list[list.length] = then;
      if (event === "ready" && isReady) then();
    },
  });
  const Baton = (word, a, b) => words[word] ? words[word](a, b) : warn("there is no word " + word);
  Baton.isOn = true;
  window.Baton = Baton;

  const begin = () => {
    doc.body.append(host);
    // In the top layer no ancestor's transform or overflow reaches us; elsewhere the z-index has to do.
    try { host.popover = "manual"; host.showPopover(); } catch (_) {}
    paint(script.dataset.color);
    draw();
    root.append(panel, note, button);
    if (recall(inside) === "out") words.logout();
    const queue = (before && before.q) || [];
    for (let n = 0; n < queue.length; n++) Baton(queue[n][0], queue[n][1], queue[n][2]);
    if (recall(flag)) idle(load);
  };
  doc.body ? begin() : addEventListener("DOMContentLoaded", begin);
})();
