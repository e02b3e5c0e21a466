// Serves the folder of a built site below a path, as a host does that has other things beside it.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";

const PATH = "/desk/quotes/";
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json",
  ".xml": "application/xml", ".png": "image/png", ".webp": "image/webp", ".txt": "text/plain; charset=utf-8",
};

// The site's address, and how to stop serving it.
export async function serve(folder) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = path.startsWith(PATH) && join(root, normalize(`/${path.slice(PATH.length)}`));
    try {
      const found = (await stat(file)).isDirectory() ? join(file, "index.html") : file;
      const bytes = await readFile(found);
      response.writeHead(200, { "content-type": TYPES[extname(found)] ?? "application/octet-stream" });
      response.end(bytes);
    } catch {
      // Browsers ask for an icon by themselves where a page names none.
      response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise((started) => server.listen(0, "127.0.0.1", started));
  return { url: `http://127.0.0.1:${server.address().port}${PATH}`, stop: () => server.close() };
}
