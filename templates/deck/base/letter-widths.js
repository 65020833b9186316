// Upper bounds of the widths of letters, in thousandths of an em, for the fonts that colors.css asks for (Noto Sans,
// Pretendard, DejaVu Sans Mono and similar ones were measured). The program has the same table: src/diagram/embed-layout.py
// makes it of this file. So each value must be JSON.

// The kinds of the ASCII characters from the space on.
export const ASCII_KINDS = "nnlulWunnnlunnnnllllllllllnnuuulWuuuuuuuunuuuWuuuuuuuuuWuuunlnlullllllnllnnlnWllllnlnllullllnlu";
export const KIND_WIDTHS = { "n": 330, "l": 590, "u": 720, "W": 960 };
export const MONO_WIDTH = 615;
export const OTHER_WIDTH = 720;
export const FULL_WIDTH = 1000;
export const BOLD_MORE = 40;

// The characters that are a full em wide: Korean, Chinese and Japanese letters, and emoji.
export const FULL_RANGES = "ac00-d7a3 1100-115f 2e80-a4cf f900-faff fe30-fe6f ff00-ff60 ffe0-ffe6 1f000-10ffff";
