#ifndef BASE_ASCII_H
#define BASE_ASCII_H

/*
 * Classes of ASCII characters, independent of the locale. The functions take bytes and code points.
 * A value above 127 belongs to no class.
 */

#include <stdbool.h>
#include <stdint.h>

static inline bool ascii_is_digit(int64_t point)
{
	return point >= '0' && point <= '9';
}

static inline bool ascii_is_letter(int64_t point)
{
	return (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
}

static inline bool ascii_is_alphanumeric(int64_t point)
{
	return ascii_is_digit(point) || ascii_is_letter(point);
}

static inline bool ascii_is_hex_digit(int64_t point)
{
	return ascii_is_digit(point) || ((point | 0x20) >= 'a' && (point | 0x20) <= 'f');
}

/* Space, tab and line ends. */
static inline bool ascii_is_space(int64_t point)
{
	return point == ' ' || point == '\t' || point == '\r' || point == '\n';
}

/* Returns the small letter for a capital one, and any other byte unchanged. */
static inline uint8_t ascii_lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* Returns the hexadecimal digit for the low four bits. */
static inline char ascii_hex_digit(int64_t value)
{
	return "0123456789abcdef"[value & 15];
}

static inline char ascii_upper_hex_digit(int64_t value)
{
	return "0123456789ABCDEF"[value & 15];
}

#endif
