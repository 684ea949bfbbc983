// Starts every behaviour. Pages work without any of them.
import { startAnnouncements } from "./components/announce.js";
import { startAutoSubmit } from "./components/autosubmit.js";
import { startCsrf } from "./components/csrf.js";
import { startFocus } from "./components/focus.js";
import { startInstall } from "./components/install.js";
import { startMenus } from "./components/menu.js";
import { startOfflinePage } from "./components/offline_page.js";
import { startOutbox } from "./components/outbox.js";
import { startRows } from "./components/rows.js";
import { startTheme } from "./components/theme.js";
import { startTimezone } from "./components/timezone.js";
import { startTrouble } from "./components/trouble.js";

startCsrf();
startFocus();
startAnnouncements();
startAutoSubmit();
startMenus();
startOutbox();
startInstall();
startOfflinePage();
startRows();
startTheme();
startTimezone();
startTrouble();
