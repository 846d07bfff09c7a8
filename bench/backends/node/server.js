import formbody from "@fastify/formbody";
import { Eta } from "eta";
import Fastify from "fastify";
import pg from "pg";
import { z } from "zod";

import { addEnquiry, findArticle } from "./queries.js";

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};
const BUDGETS = [
  ["", "Choose one"],
  ["small", "Up to €10,000"],
  ["medium", "€10,000 to €50,000"],
  ["large", "More than €50,000"],
];
const NAME = "Enter your name, in at most 100 characters.";
const EMAIL = "Enter an email address, such as ada@example.com.";
const BUDGET = "Choose a budget.";
const MESSAGE = "Say in 10 to 2,000 characters what you are building.";
const Enquiry = z.object({
  name: z.string(NAME).trim().min(1, NAME).max(100, NAME),
  email: z.string(EMAIL).trim().pipe(z.email(EMAIL)),
  budget: z.enum(["small", "medium", "large"], BUDGET),
  message: z.string(MESSAGE).trim().min(10, MESSAGE).max(2000, MESSAGE),
});
const EMPTY = { name: "", email: "", budget: null, message: "" };
const SECONDS_KEPT = 60;

pg.types.setTypeParser(pg.types.builtins.DATE, String);
const pool = new pg.Pool();
const eta = new Eta({
  views: new URL("views", import.meta.url).pathname,
  cache: true,
  autoTrim: false,
  rmWhitespace: false,
});
const dates = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const longDate = (text) => dates.format(new Date(text));

const app = Fastify();
await app.register(formbody);

const notFound = (reply) => reply.code(404).type("text/plain").send("Not found");
const enquiryPage = (values, errors) =>
  eta.render("enquiry", { title: "Send a brief", budgets: BUDGETS, values, errors });

async function articlePage(slug) {
  const found = await findArticle(pool, slug);
  return found && eta.render("article", { title: found.article.title, longDate, ...found });
}

app.get("/article/:slug/", async (request, reply) => {
  const page = await articlePage(request.params.slug);
  return page ? reply.headers(HEADERS).send(page) : notFound(reply);
});

const kept = new Map();
app.get("/cached/:slug/", async (request, reply) => {
  const { slug } = request.params;
  let entry = kept.get(slug);
  if (!entry || entry.until < Date.now()) {
    const page = await articlePage(slug);
    if (!page) return notFound(reply);
    entry = { until: Date.now() + SECONDS_KEPT * 1000, page: Buffer.from(page) };
    kept.set(slug, entry);
  }
  return reply.headers(HEADERS).header("Cache-Control", "max-age=60").send(entry.page);
});

app.get("/enquiry/", async (request, reply) => reply.headers(HEADERS).send(enquiryPage(EMPTY, {})));

app.post("/enquiry/", async (request, reply) => {
  const result = Enquiry.safeParse(request.body);
  if (!result.success) {
    const { fieldErrors } = z.flattenError(result.error);
    const page = enquiryPage({ ...EMPTY, ...request.body }, fieldErrors);
    return reply.code(422).headers(HEADERS).send(page);
  }
  await addEnquiry(pool, result.data);
  return reply.headers(HEADERS).redirect("/thanks/", 303);
});

app.get("/thanks/", async (request, reply) =>
  reply.headers(HEADERS).send(eta.render("thanks", { title: "Thank you" })),
);

await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
