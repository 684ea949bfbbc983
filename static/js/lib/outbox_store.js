// Where the outbox keeps its entries: IndexedDB, shared by all tabs and the service worker.
//
// An entry: uuid, version (changes with the content), account (whose it is), action, fields ([name, value] pairs), made
// (when the button was pressed), order, state ("waiting", "refused" or "mending"), page and json (what the server refused
// it with), claim (until when somebody is sending it), and for people: title, kind, count.

const NAME = "nextset-outbox";

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("entries", { keyPath: "uuid" });
      asked.result.createObjectStore("facts");
    };
    asked.onsuccess = () => {
      // A newer version of the page may need the store to itself.
      asked.result.onversionchange = () => asked.result.close();
      asked.result.onclose = () => {
        opened = null;
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opened = null;
      reject(asked.error);
    };
  });
  return opened;
}

// Run `work` in one transaction; what its last request found is the answer once everything is on the disk.
async function within(store, mode, work) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    let answer;
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    work(transaction.objectStore(store), (value) => {
      answer = value;
    });
  });
}

export async function entriesOf(account) {
  const all = await within("entries", "readonly", (store, answer) => {
    store.getAll().onsuccess = ({ target }) => answer(target.result);
  });
  return all.filter((entry) => entry.account === account).sort((a, b) => a.order - b.order || (a.uuid < b.uuid ? -1 : 1));
}

// Change one entry: `change` gets it (or undefined) and returns the new one, null to remove it, undefined to leave it.
// The answer is what change returned. Transactions of several tabs wait for each other, so nothing comes between.
export function update(uuid, change) {
  return within("entries", "readwrite", (store, answer) => {
    store.get(uuid).onsuccess = ({ target }) => {
      const changed = change(target.result);
      if (changed === null) store.delete(uuid);
      else if (changed !== undefined) store.put(changed);
      answer(changed);
    };
  });
}

// Who was signed in on the last page; the service worker, which has no page, asks.
export function noteAccount(account) {
  return within("facts", "readwrite", (store) => store.put(account, "account"));
}

export function notedAccount() {
  return within("facts", "readonly", (store, answer) => {
    store.get("account").onsuccess = ({ target }) => answer(target.result);
  });
}
