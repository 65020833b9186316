/*
 * conversation/redact/checksum-repair: the two zeros of UDP checksums (RFC 768), and checksums that
 * were right or wrong before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "conversation/redact/checksum-repair.h"
#include "dissect/dissect.h"

enum { LINK_RAW = 101, CHECKSUM = 26, DATA = 28, SIZE = 32 };

/* IPv4 and UDP with four bytes of data. */
static const uint8_t packet[SIZE] = { 0x45, 0, 0, SIZE, 0, 1, 0, 0, 64, 17, 0x62, 0xca, 192, 0, 2,
	1, 192, 0, 2, 2, 0x13, 0x88, 0x27, 0x0f, 0, 12, 0, 0, 'a', 'b', 'c', 'd' };

static uint16_t sum_of(const uint8_t *data)
{
	uint32_t sum = 17 + (SIZE - 20);
	for (unsigned i = 12; i < SIZE; i += 2)
		sum += (uint32_t)data[i] << 8 | data[i + 1];
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static void set_checksum(uint8_t *data, uint16_t value)
{
	data[CHECKSUM] = (uint8_t)(value >> 8);
	data[CHECKSUM + 1] = (uint8_t)value;
}

static uint16_t checksum_of(const uint8_t *data)
{
	return (uint16_t)(data[CHECKSUM] << 8 | data[CHECKSUM + 1]);
}

/* Returns the checksum after the data of `before` is overwritten. */
static uint16_t repaired(const uint8_t *before, const char *data)
{
	uint8_t after[SIZE];
	struct frame frame = { .number = 1 };
	memcpy(after, before, SIZE);
	memcpy(after + DATA, data, 4);
	dissect_frame(&frame, LINK_RAW, (struct bytes){ before, SIZE }, SIZE, NULL);
	checksum_repair(&frame, after);
	return checksum_of(after);
}

static void no_checksum_stays_none(void **state)
{
	(void)state;
	assert_int_equal(repaired(packet, "****"), 0);
}

static void a_right_one_is_right_again(void **state)
{
	(void)state;
	uint8_t before[SIZE], after[SIZE];
	memcpy(before, packet, SIZE);
	set_checksum(before, (uint16_t)~sum_of(packet));
	memcpy(after, packet, SIZE);
	memcpy(after + DATA, "****", 4);
	assert_int_equal(repaired(before, "****"), (uint16_t)~sum_of(after));
}

static void a_wrong_one_stays_wrong(void **state)
{
	(void)state;
	uint8_t before[SIZE], after[SIZE];
	memcpy(before, packet, SIZE);
	set_checksum(before, (uint16_t)(~sum_of(packet) + 5));
	memcpy(after, packet, SIZE);
	memcpy(after + DATA, "****", 4);
	uint16_t got = repaired(before, "****");
	assert_int_not_equal(got, (uint16_t)~sum_of(after));
	assert_int_not_equal(got, 0);
}

/* A checksum of zero is sent as all ones, since zero means that there is none. */
static void zero_is_sent_as_all_ones(void **state)
{
	(void)state;
	uint8_t before[SIZE], zero[SIZE];
	memcpy(before, packet, SIZE);
	set_checksum(before, (uint16_t)~sum_of(packet));
	memcpy(zero, packet, SIZE);
	zero[DATA + 2] = zero[DATA + 3] = 0;
	uint16_t left = (uint16_t)~sum_of(zero);
	const char data[4] = { 'a', 'b', (char)(left >> 8), (char)left };
	assert_int_equal(repaired(before, data), 0xffff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_checksum_stays_none),
		cmocka_unit_test(a_right_one_is_right_again),
		cmocka_unit_test(a_wrong_one_stays_wrong),
		cmocka_unit_test(zero_is_sent_as_all_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
