// Reads [{page, block}] as JSON from the file named, prints what Google's rules refuse in each.
import { readFileSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";

const faults = [];
for (const { page, block } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const type = [block["@type"]].flat()[0];
  const issues = await new Validator().validate({ jsonld: { [type]: [structuredClone(block)] } });
  for (const issue of issues.filter((one) => !one.issueMessage.endsWith("(optional)"))) {
    const where = issue.path.map((part) => part.property ?? part.type).join(".");
    faults.push(`${page}: ${where}: ${issue.issueMessage}`);
  }
}
console.log(JSON.stringify(faults));
