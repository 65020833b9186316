#ifndef BASE_ASCII_H
#define BASE_ASCII_H

/*
 * Classes of characters of ASCII, whatever the locale. A byte and a code point are both taken;
 * what is not ASCII is in no class.
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

/* The small letter of a capital one; any other character as it is. */
static inline uint8_t ascii_lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* The digit of the low four bits. */
static inline char ascii_hex_digit(uint64_t value)
{
	return "0123456789abcdef"[value & 15];
}

static inline char ascii_upper_hex_digit(uint64_t value)
{
	return "0123456789ABCDEF"[value & 15];
}

#endif
