// The player's own behaviours, loaded on its page alone.
import { startPlayer } from "./components/player.js";
import { startSteppers } from "./components/steppers.js";
import { startWakeLock } from "./components/wake_lock.js";

startSteppers();
startPlayer();
startWakeLock();
