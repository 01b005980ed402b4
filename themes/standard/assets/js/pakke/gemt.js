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
  for (const worker of await workersHere()) await worker.unregister();
  for (const name of await cachesHere()) await caches.delete(name);
  await store.removeAll();
};

/** Tells what is stored, and whether it was just removed. */
const drawStored = async (place, removed) => {
  const rows = await storedNow().catch(() => null);
  const some = !rows || rows.length > 0;
  place.replaceChildren(stamp("stored", {
    none: !some && !removed, removed: removed && !some, left: removed && some, unknown: !rows, some,
    rows: rows?.map(([kind, name]) => stamp(kind, { name })),
    remove: async (event) => {
      if (!asked(event)) return;
      await removeEverything().catch(() => {});
      await drawStored(place, true);
    },
  }));
};
