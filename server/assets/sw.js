// Shows what is pushed, and opens it. It keeps no page and answers no request.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// Where it can't be said, the self-test shows that nothing was heard.
const tell = (ring, is_opened) =>
  fetch("/api/app/ring_told", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ring, is_opened }) }).catch(() => {});

addEventListener("push", (event) => {
  const it = event.data?.json() ?? { title: "Baton", url: "/inbox" };
  const shown = registration.showNotification(it.title, { body: it.body, tag: it.tag, data: it }).then(() => tell(it.ring, false));
  event.waitUntil(shown);
});

const open = async (url) => {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const ours = pages.find((page) => new URL(page.url).pathname.startsWith("/inbox"));
  // A page that this worker doesn't control can't be led elsewhere.
  const led = await ours?.navigate(url).catch(() => null);
  return led ? led.focus() : clients.openWindow(url);
};

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, ring } = event.notification.data;
  event.waitUntil(Promise.all([tell(ring, true), open(url)]));
});
