import type { Response as HttpResponse } from "express";

/** An answer, ready to be sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** Sends an answer as it is: Express would rewrite its content type. */
export function sendAnswer(response: HttpResponse, { status, headers, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}
