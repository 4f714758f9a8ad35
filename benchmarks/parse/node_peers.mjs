// The peers in Node, warm, for `compare`: scripts' paths come in, milliseconds go out as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";

const WARM_UPS = 30;
const RUNS_MAX = 25;
const SECONDS_A_SCRIPT = 3;
const [slow, ...paths] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "package.json"));

const parsers = {
  "aw-parser (node)": awParser(),
  "fountain-js (node)": fountainJs(),
};
const betterfountain = process.env.DRAMA_BETTERFOUNTAIN;
if (betterfountain) parsers["betterfountain (node)"] = await betterFountain(betterfountain);

const texts = paths.map((path) => readFileSync(path, "utf-8"));
const found = {};
for (const [name, parse] of Object.entries(parsers))
  found[name] = texts.map((text, place) => {
    const isSlow = slow.split(",").some((each) => each && name.startsWith(each));
    return isSlow && place === texts.length - 1 ? null : least(parse, text, place ? 3 : WARM_UPS);
  });
console.log(JSON.stringify(found));

function awParser() {
  const { parser } = require("aw-parser");
  const options = { print_notes: true, print_headers: true, print_actions: true,
    print_dialogues: true, print_sections: true, print_synopsis: true };
  return (text) => parser.parse(text, options);
}

function fountainJs() {
  const { Fountain } = require("fountain-js");
  return (text) => new Fountain().parse(text, true);
}

// The parser of an extension of VS Code: bundled with all that is not parsing cut off.
async function betterFountain(folder) {
  const esbuild = require("esbuild");
  const kept = /^\.\.?\/(afterwriting-parser|utils|token|helpers)$/;
  const cut = {
    name: "cut",
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, kind }) =>
        kind === "entry-point" || kept.test(path) ? undefined : { path, namespace: "cut" });
      build.onLoad({ filter: /.*/, namespace: "cut" }, () => ({
        contents:
          "const any = new Proxy(class {}, { getPrototypeOf: () => any, apply: () => any," +
          " construct: () => ({}), get: (of, key) => key in of ? of[key] : any });" +
          " module.exports = any;",
      }));
    },
  };
  const outfile = join(process.cwd(), "betterfountain.cjs");
  await esbuild.build({
    entryPoints: [join(folder, "src/afterwriting-parser.ts")],
    bundle: true, platform: "node", format: "cjs", outfile, plugins: [cut], logLevel: "error",
    tsconfigRaw: "{}",
  });
  const { parse } = require(outfile);
  const options = { print_notes: true, print_headers: true, print_actions: true,
    print_dialogues: true, print_sections: true, print_synopsis: true };
  return (text) => parse(text, options, false);
}

function least(parse, text, warmUps) {
  let best = Infinity;
  let spent = 0;
  try {
    for (let run = 0; run < warmUps; run++) parse(text);
    for (let run = 0; run < RUNS_MAX && (run < 3 || spent < SECONDS_A_SCRIPT); run++) {
      const began = process.cpuUsage();
      parse(text);
      const { user, system } = process.cpuUsage(began);
      best = Math.min(best, (user + system) / 1000);
      spent += (user + system) / 1e6;
    }
  } catch (failure) {
    process.stderr.write(`${failure.stack}\n`);
    return null;
  }
  return best;
}
