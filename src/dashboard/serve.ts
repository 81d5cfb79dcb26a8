import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { RequestHandler, Response as HttpResponse } from "express";
import { INDEX, type Asset, type Page } from "./assets.ts";

/** Where the page finds its way by itself; everything else is a 404, which the page tells to a browser. */
const ADDRESS =
  /^\/(?:(?:start|overview|requests|events|connections|sources|destinations|transformations|bulk|keys|audit)(?:\/[\w-]*)?\/?)?$/;

/** Nothing from elsewhere, nothing inline, and in nobody's frame: what a webhook says can't become code here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** Serves the page and its files. The page holds nothing secret: it asks for a key, and sends that to the API alone. */
export function createDashboard(load: () => Promise<Page>): RequestHandler {
  const packed = new WeakMap<Asset, Packed>();
  const pack = (asset: Asset): Packed => {
    const known = packed.get(asset) ?? packAsset(asset);
    packed.set(asset, known);
    return known;
  };
  return async (request, response, next) => {
    const { path, method } = request;
    const isFile = path.startsWith("/assets/");
    const isAddress = ADDRESS.test(path);
    if ((method !== "GET" && method !== "HEAD") || !(isFile || isAddress || isLost(request))) return next();
    const asset = (await load()).get(isFile ? path : INDEX);
    if (!asset) return next();
    const { etag, gzip } = pack(asset);
    response.set({
      "content-type": TYPES[asset.path.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      "cache-control": isFile ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
      etag,
    });
    if (!isFile && !isAddress) response.status(404);
    else if (request.get("if-none-match") === etag) return void response.status(304).end();
    send(response, request.acceptsEncodings("gzip") ? gzip : null, asset);
  };
}

/** Whether a person has typed an address that there is not: programs don't ask for HTML by name. */
function isLost(request: Parameters<RequestHandler>[0]): boolean {
  const isOfOthers = /^\/(v1|in|assets|docs|metrics)(\/|$)/.test(request.path);
  return !isOfOthers && (request.get("accept") ?? "").includes("text/html");
}

interface Packed {
  etag: string;
  gzip: Uint8Array;
}

function packAsset({ bytes }: Asset): Packed {
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return { etag: `"${digest}"`, gzip: gzipSync(bytes) };
}

/** Not by Express, which would add its own idea of the type and the tag. */
function send(response: HttpResponse, gzip: Uint8Array | null, { bytes }: Asset): void {
  if (gzip) response.set("content-encoding", "gzip");
  response.setHeader("content-length", (gzip ?? bytes).byteLength);
  response.end(gzip ?? bytes);
}
