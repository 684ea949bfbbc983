// The network is back while no page is open: send what waits.

import { send } from "../lib/outbox.js";
import { notedAccount } from "../lib/outbox_store.js";

export async function sendOutbox() {
  const account = await notedAccount();
  if (!account || account === "guest") return;
  const why = await send(account, token);
  // The browser tries again, later, when this fails.
  if (why === "network" || why === "server") throw new Error(`not sent: ${why}`);
}

async function token() {
  return (await self.cookieStore?.get("csrftoken"))?.value ?? "";
}
