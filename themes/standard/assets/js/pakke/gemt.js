// The page that tells what is stored on the device, and deletes it.

const cachesHere = async () => {
  const names = (await window.caches?.keys().catch(() => [])) ?? [];
  return names.filter((name) => name.startsWith(prefix()));
};

const workersHere = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations().catch(() => [])) ?? [];
  return all.filter(({ scope }) => scope === new URL(".", location.href).href);
};

/** Everything that is stored: kind and name. */
const storedNow = async () => [
  ...(await store.names()).map((name) => ["database", name]),
  ...(await cachesHere()).map((name) => ["cache", name]),
  ...(await workersHere()).map(({ scope }) => ["worker", scope]),
];

const removeEverything = async () => {
  await store.removeAll();
  for (const worker of await workersHere()) await worker.unregister();
  for (const name of await cachesHere()) await caches.delete(name);
};

/** Tells what is stored, and whether it was just removed. */
const drawStored = async (place, removed) => {
  const rows = await storedNow();
  place.replaceChildren(stamp("stored", {
    some: rows.length > 0, none: !rows.length && !removed, removed: removed && !rows.length, left: removed && rows.length > 0,
    rows: rows.map(([kind, name]) => stamp(kind, { name })),
    remove: async (event) => {
      if (!asked(event)) return;
      await removeEverything().catch(() => {});
      drawStored(place, true);
    },
  }));
};
