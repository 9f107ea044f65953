// Sends a file with the tus client of npm, as its documentation says, and tells how it ended.
"use strict";
const fs = require("node:fs");
const [library, endpoint, path, headers] = process.argv.slice(2);
const tus = require(library);

const upload = new tus.Upload(fs.createReadStream(path), {
  endpoint,
  uploadSize: fs.statSync(path).size,
  headers: JSON.parse(headers),
  metadata: { filename: "ct.zip" },
  retryDelays: [200, 500, 1000, 2000],
  onError: (error) => {
    console.error(String(error));
    process.exitCode = 1;
  },
  onSuccess: ({ lastResponse }) => console.log(lastResponse.getHeader("Upload-Result")),
});
upload.start();
