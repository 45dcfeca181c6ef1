/** Socket.IO in a piece of its own: pages that need it load it when they are there. */
import { io } from "socket.io-client";

/** Return a socket that is not connected yet. It waits longer after each failure, and never as long as others do. */
export function makeSocket() {
  return io({
    transports: ["websocket"],
    upgrade: false,
    autoConnect: false,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 30_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
}
