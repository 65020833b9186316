// Runs the deck's own script, which a file has packed: it would be a quarter of the file. The policy has the hash of that
// script, so nothing else runs that stands in its place.
import { unpackedText } from '../deck/base/packed-parts.js';

const packed = document.currentScript.previousElementSibling, script = document.createElement('script');
script.textContent = unpackedText(packed);
packed.replaceWith(script);
