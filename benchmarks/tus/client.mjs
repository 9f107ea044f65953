// Sends one file, or the same file many times side by side, by tus-js-client; prints seconds.
import fs from "node:fs";
import * as tus from "tus-js-client";

const [endpoint, path, times] = process.argv.slice(2);
const headers = JSON.parse(process.env.UPLOAD_HEADERS || "{}");
const size = fs.statSync(path).size;

function send(number) {
  return new Promise((resolve, reject) => {
    new tus.Upload(fs.createReadStream(path, { highWaterMark: 1 << 20 }), {
      endpoint,
      headers,
      uploadSize: size,
      chunkSize: Infinity,
      retryDelays: [0, 500, 1000, 2000, 2000, 3000, 3000, 5000, 5000, 5000, 5000],
      metadata: { filename: `disc-${number}.zip` },
      onError: reject,
      onSuccess: resolve,
    }).start();
  });
}

const begun = Date.now();
await Promise.all(Array.from({ length: Number(times) }, (_, number) => send(number)));
console.log((Date.now() - begun) / 1000);
