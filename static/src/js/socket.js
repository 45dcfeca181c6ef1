/** Socket.IO in a piece of its own: pages that need it load it when they are there. */
import { io } from "socket.io-client";

let socket;

/**
 * Return the one socket of this page, not connected yet. It tries a WebSocket, then long-polling, as some
 * proxies let nothing else through. It waits longer after each failure, and never as long as others do.
 */
export function makeSocket() {
  return (socket ??= make());
}

function make() {
  return io({
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    upgrade: false,
    autoConnect: false,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 30_000,
    randomizationFactor: 0.5,
    timeout: 20_000,
  });
}
