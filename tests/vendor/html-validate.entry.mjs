// What tests/vendor/html-validate.cjs is made from: pages come in as JSON, complaints go out as JSON.
import { HtmlValidate, StaticConfigLoader } from "html-validate/browser";

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => { text += chunk; });
process.stdin.on("end", async () => {
  const { config, pages } = JSON.parse(text);
  const validator = new HtmlValidate(new StaticConfigLoader({ root: true, ...config }));
  const found = {};
  for (const [name, html] of Object.entries(pages)) {
    const report = await validator.validateString(html, name);
    found[name] = report.results.flatMap((page) =>
      page.messages.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`));
  }
  process.stdout.write(JSON.stringify(found));
});
