// Starts the page. Nothing else is written in JavaScript; the policy allows no inline script.
import init from './desk.js';

await init({ module_or_path: new URL('./desk_bg.wasm', import.meta.url) });
