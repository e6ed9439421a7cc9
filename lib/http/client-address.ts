/**
 * Where a request comes from.
 *
 * `x-forwarded-for` can be written by anybody, and Next hands handlers no socket. So the
 * address of the socket is appended to that header before Next sees the request; the last
 * entry is then true, and each trusted proxy in front moves one entry to the left.
 */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const holder = globalThis as typeof globalThis & { nightrunMarksSocketAddress?: boolean };

/** Call once at start (instrumentation.ts), in the process that listens. */
export function markSocketAddresses(): void {
  if (holder.nightrunMarksSocketAddress) return;
  holder.nightrunMarksSocketAddress = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = startedRequest(message);
    const address = request.socket.remoteAddress ?? "unknown";
    const sent = request.headers["x-forwarded-for"];
    request.headers["x-forwarded-for"] = sent ? `${String(sent)}, ${address}` : address;
  });
}

/**
 * The address of the person's side: the socket's, or what the outermost trusted proxy saw.
 *
 * @param trustedProxyCount how many proxies in front append to `x-forwarded-for`
 */
export function clientAddress(headers: Headers, trustedProxyCount: number): string {
  const hops = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  const hop = hops[Math.max(0, hops.length - 1 - trustedProxyCount)] ?? "unknown";
  return hop.replace(/^::ffff:(?=\d+\.)/, "");
}

/**
 * Whether the person sits at the machine that Nightrun runs on: the socket is a loopback one
 * and the address they typed is too (a tunnel or a proxy on the same machine fails the second).
 */
export function isLoopbackRequest(headers: Headers, trustedProxyCount: number): boolean {
  if (!holder.nightrunMarksSocketAddress) return false;
  return (
    isLoopbackAddress(clientAddress(headers, trustedProxyCount)) && isLoopbackHost(headers.get("host") ?? "")
  );
}

export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return name === "localhost" || name === "[::1]" || isLoopbackAddress(name);
}

/** Node types the messages of its channels as unknown; this one is documented to hold the request. */
function startedRequest(message: unknown): { request: IncomingMessage } {
  return message as { request: IncomingMessage };
}
