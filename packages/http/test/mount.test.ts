import { createClient, defineContract, LandfallError, type Transport } from "@landfall/protocol";
import { expect, test } from "vitest";
import { z } from "zod";
import { createApp, mount, reply } from "../src/index.ts";

const contract = defineContract({
  greet: {
    method: "POST",
    path: "/people/{id}:greet",
    summary: "Greets",
    auth: "required",
    params: z.object({ id: z.string().max(5) }),
    query: z.object({ times: z.coerce.number().default(1) }),
    headers: z.object({ prefer: z.string().optional() }),
    body: z.object({ word: z.string() }),
    response: z.object({ text: z.string() }),
    status: 201,
  },
  person: {
    method: "GET",
    path: "/people/{id}",
    summary: "One",
    auth: "none",
    params: z.object({ id: z.string() }),
    response: z.object({ id: z.string() }),
    status: 200,
  },
});

function service(onError?: (error: LandfallError) => void) {
  const app = createApp({ allowedHosts: () => ["localhost"], ...(onError && { onError }) });
  mount<typeof contract, string>(app, {
    contract,
    prefix: "/api",
    authenticate: (c) => {
      const name = c.req.header("authorization");
      if (!name) throw new LandfallError("KEY_MISSING");
      return name;
    },
    handlers: {
      greet: ({ params, query, body }, { who }) =>
        reply({ text: `${body.word} ${params.id} ${query.times} ${who}` }, { status: 200, headers: { etag: '"1"' } }),
      person: ({ params }) => {
        if (params.id === "bug") throw new TypeError("secret inside");
        return params;
      },
    },
  });
  return app;
}

const transport =
  (app = service(), headers: Record<string, string> = { authorization: "Ann" }): Transport =>
  async (request) => {
    const response = await app.request(`http://localhost/api${request.path}`, {
      method: request.method,
      headers: { host: "localhost", ...request.headers, ...headers },
      ...(request.body !== undefined && { body: request.body }),
    });
    return { status: response.status, header: (name) => response.headers.get(name), text: await response.text() };
  };

test("a client made from the contract reaches the handler, actions in the path included", async () => {
  const client = createClient(contract, transport());
  const answer = await client.greet({ params: { id: "bob" }, query: { times: 2 }, headers: {}, body: { word: "hi" } });
  expect(answer).toEqual({ text: "hi bob 2 Ann" });
  expect(await client.person({ params: { id: "x y" } })).toEqual({ id: "x y" });
});

test("what is wrong with a request is named field by field", async () => {
  const client = createClient(contract, transport());
  const greet = client.greet({ params: { id: "bob" }, query: {}, headers: {}, body: { word: 1 } as never });
  await expect(greet).rejects.toMatchObject({
    code: "VALIDATION_FAILED",
    fields: [{ path: "body.word", message: "1 is not a text" }],
  });
  await expect(
    client.greet({ params: { id: "much-too-long" }, query: {}, headers: {}, body: { word: "hi" } }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("every error is a problem document, and an unforeseen one says nothing of the inside", async () => {
  const seen: LandfallError[] = [];
  const app = service((error) => seen.push(error));
  const response = await app.request("http://localhost/api/people/bug", { headers: { host: "localhost" } });
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({ status: 500, code: "INTERNAL", type: "urn:landfall:error:INTERNAL" });
  expect(text).not.toContain("secret inside");
  expect(seen[0]?.message).toBe("secret inside");
  const missing = await app.request("http://localhost/nowhere", { headers: { host: "localhost" } });
  expect(await missing.json()).toMatchObject({ code: "NOT_FOUND" });
});

test("a method that an address does not take is refused, with those it takes", async () => {
  const app = service();
  const ask = (path: string, method: string) =>
    app.request(`http://localhost/api${path}`, { method, headers: { host: "localhost" } });
  const wrong = await ask("/people/x", "DELETE");
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
  expect(await wrong.json()).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  const action = await ask("/people/x:greet", "GET");
  expect([action.status, action.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await ask("/people/x", "HEAD")).status).toBe(200);
  expect((await ask("/nowhere", "DELETE")).status).toBe(404);
});

test("a caller without a credential, or under another host name, stays outside", async () => {
  const client = createClient(contract, transport(service(), {}));
  await expect(
    client.greet({ params: { id: "bob" }, query: {}, headers: {}, body: { word: "hi" } }),
  ).rejects.toMatchObject({ code: "KEY_MISSING" });
  const rebound = await service().request("http://evil.example/api/people/x", { headers: { host: "evil.example" } });
  expect(rebound.status).toBe(403);
});

test("an answer that is not of the route's form is never a success", async () => {
  const portal: Transport = async () => ({ status: 200, header: () => "text/html", text: "<html>sign in</html>" });
  await expect(createClient(contract, portal).person({ params: { id: "x" } })).rejects.toMatchObject({
    code: "NOT_THE_HUB",
  });
});
