// The page: its language, its slides, and how it is looked at.
export const page = document.documentElement;
const isKorean = page.lang.startsWith('ko');
export const say = (korean, english) => (isKorean ? korean : english);

export const leaves = () => [...document.querySelectorAll('.reveal .slides section')].filter((section) => !section.querySelector('section'));

// Printed a page a step, a slide looks as it does on the stage (deck.css).
export const isPrintedByStep = /[?&]print-pdf\b/.test(location.search) && /[?&]pdfSeparateFragments=true\b/.test(location.search);

// A phone held upright has pictures of its own, which wait beside the others.
export const upright = matchMedia('(max-width: 600px) and (orientation: portrait)');
