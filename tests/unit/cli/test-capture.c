/*
 * capture/: packets of a private network, made for each test in a child process, so the tests need
 * no privilege and disturb nobody. Where such networks are refused they are skipped, with the
 * reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <net/if.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/format/timestamp.h"
#include "capture/private-network.h"
#include "capture/recorder.h"

enum { PORT = 9000, MTU = 1400, EXIT_REFUSED = 77 };

/* In a child, where cmocka's longjmp would not do: says what failed, and returns from the body. */
#define REQUIRE(condition)                                                                         \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			(void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);      \
			return 1;                                                                  \
		}                                                                                  \
	} while (0)

/*
 * Runs the body in a child that has a private network; skips the test when there is none to have.
 */
static void in_private_network(int (*body)(void))
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		autofinish(error) struct error error = { 0 };
		if (!private_network_enter(MTU, NULL, &error)) {
			(void)fprintf(stderr, "%s\n", error_message(&error));
			_exit(EXIT_REFUSED);
		}
		_exit(body());
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == EXIT_REFUSED) {
		print_message("skipped: this system refuses private networks\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* A socket that receives at PORT of the loopback, so that nobody answers "unreachable". */
static int open_receiver(struct sockaddr_in *ret_address)
{
	*ret_address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int receiver = socket(AF_INET, SOCK_DGRAM, 0);
	if (bind(receiver, (struct sockaddr *)ret_address, sizeof(*ret_address)) != 0)
		return -1;
	return receiver;
}

static int send_datagrams(int count, size_t size)
{
	static const char payload[1400];
	struct sockaddr_in address;
	int receiver = open_receiver(&address);
	REQUIRE(receiver >= 0);
	for (int i = 0; i < count; i++)
		REQUIRE(sendto(receiver, payload, size, 0, (struct sockaddr *)&address,
				sizeof(address)) == (ssize_t)size);
	(void)close(receiver);
	return 0;
}

static int open_scratch(void)
{
	char path[] = "/tmp/pcapdeck-test-XXXXXX";
	int descriptor = mkstemp(path);
	(void)unlink(path);
	return descriptor;
}

static struct recorder_options usual_options(void)
{
	return (struct recorder_options){
		.interface = loopback_interface(),
		.snap_length = 2048,
		.buffer_size = 1 << 20,
	};
}

struct tally {
	int count;
	int64_t last_ns;
	uint32_t largest;
	bool is_ordered;
};

static void count_packet(void *context, const struct recorded_packet *packet)
{
	struct tally *tally = context;
	tally->count++;
	tally->is_ordered = tally->is_ordered && packet->time_ns >= tally->last_ns;
	tally->last_ns = packet->time_ns;
	if (packet->length > tally->largest)
		tally->largest = packet->length;
}

static int records_every_packet(void)
{
	int file = open_scratch();
	autofinish(error) struct error error = { 0 };
	struct recorder_options options = usual_options();
	autofree(recorder) struct recorder *recorder = recorder_new(&options, file, NULL, &error);
	REQUIRE(recorder);
	REQUIRE(send_datagrams(50, 100) == 0);
	struct tally tally = { .is_ordered = true };
	for (int i = 0; i < 100 && tally.count < 50; i++) {
		REQUIRE(recorder_wait(recorder, 1000, &error));
		REQUIRE(recorder_drain(recorder, count_packet, &tally, &error));
	}
	uint64_t written = 0;
	REQUIRE(recorder_finish(recorder, &written, &error));
	REQUIRE(written == 50);
	REQUIRE(tally.count == 50);
	REQUIRE(tally.is_ordered);
	REQUIRE(tally.last_ns > (int64_t)1500000000 * NS_PER_S);
	REQUIRE(tally.largest == 14 + 20 + 8 + 100);

	/* What is flushed is the whole file: header, and 50 times 16 bytes and the packet. */
	REQUIRE(lseek(file, 0, SEEK_END) == 24 + 50 * (16 + 142));
	uint32_t magic = 0;
	REQUIRE(pread(file, &magic, sizeof(magic), 0) == sizeof(magic));
	REQUIRE(magic == 0xa1b23c4d);
	return 0;
}

static int says_when_packets_were_dropped(void)
{
	int file = open_scratch();
	autofinish(error) struct error error = { 0 };
	struct recorder_options options = usual_options();
	options.buffer_size = 16 << 10;
	autofree(recorder) struct recorder *recorder = recorder_new(&options, file, NULL, &error);
	REQUIRE(recorder);
	REQUIRE(send_datagrams(200, 1000) == 0);
	REQUIRE(recorder_drain(recorder, NULL, NULL, &error));
	uint64_t written = 0;
	REQUIRE(!recorder_finish(recorder, &written, &error));
	REQUIRE(strstr(error_message(&error), "the kernel dropped"));
	return 0;
}

/* How many whole records of 16 bytes and a packet there are, or -1 when the last one is cut. */
static int count_records(int file, uint32_t record_size)
{
	off_t size = lseek(file, 0, SEEK_END) - 24;
	return size < 0 || size % record_size ? -1 : (int)(size / record_size);
}

/* What does not fit is neither in the file nor in the count. */
static int counts_what_is_in_the_file(void)
{
	enum { SENT = 50, RECORD = 16 + 14 + 20 + 8 + 100 };
	static const struct {
		rlim_t limit;
		int expected;
	} cases[] = { { 24, 0 }, { 24 + 15, 0 }, { 24 + RECORD, 1 }, { 24 + RECORD * 7 - 1, 6 },
		{ 24 + RECORD * 49 + 17, 49 }, { 24 + RECORD * SENT, SENT } };
	(void)signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		int file = open_scratch();
		autofinish(error) struct error error = { 0 };
		struct recorder_options options = usual_options();
		autofree(recorder) struct recorder *recorder =
			recorder_new(&options, file, NULL, &error);
		REQUIRE(recorder);
		REQUIRE(send_datagrams(SENT, 100) == 0);
		struct rlimit limit = { cases[i].limit, RLIM_INFINITY };
		REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
		bool ok = recorder_drain(recorder, NULL, NULL, &error);
		limit.rlim_cur = RLIM_INFINITY;
		REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
		REQUIRE(ok == (cases[i].expected == SENT));
		struct recorder_counts counts;
		autofinish(error) struct error ignored = { 0 };
		REQUIRE(recorder_count(recorder, &counts, &ignored));
		REQUIRE((int)counts.written == cases[i].expected);
		REQUIRE(count_records(file, RECORD) == cases[i].expected);
		REQUIRE(ok || strstr(error_message(&error), "cannot write the capture: "));
		(void)close(file);
	}
	return 0;
}

/* A file that others appended to before keeps what they wrote. */
static int cuts_only_its_own_bytes(void)
{
	enum { RECORD = 16 + 14 + 20 + 8 + 100 };
	(void)signal(SIGXFSZ, SIG_IGN);
	for (int is_appending = 0; is_appending <= 1; is_appending++) {
		int file = open_scratch();
		REQUIRE(write(file, "before", 6) == 6);
		if (is_appending)
			REQUIRE(fcntl(file, F_SETFL, O_APPEND) == 0 &&
				lseek(file, 0, SEEK_SET) == 0);
		autofinish(error) struct error error = { 0 };
		struct recorder_options options = usual_options();
		autofree(recorder) struct recorder *recorder =
			recorder_new(&options, file, NULL, &error);
		REQUIRE(recorder);
		REQUIRE(send_datagrams(5, 100) == 0);
		struct rlimit limit = { 6 + 24 + RECORD + 20, RLIM_INFINITY };
		REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
		REQUIRE(!recorder_drain(recorder, NULL, NULL, &error));
		limit.rlim_cur = RLIM_INFINITY;
		REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
		char start[6];
		REQUIRE(lseek(file, 0, SEEK_END) == 6 + 24 + RECORD);
		REQUIRE(pread(file, start, 6, 0) == 6 && memcmp(start, "before", 6) == 0);
		(void)close(file);
	}
	return 0;
}

/* The digest is that of the file. */
static int sums_up_the_file(void)
{
	int file = open_scratch();
	autofinish(error) struct error error = { 0 };
	struct recorder_options options = usual_options();
	autofree(recorder) struct recorder *recorder = recorder_new(&options, file, NULL, &error);
	REQUIRE(recorder);
	for (int i = 0; i < 3; i++) {
		REQUIRE(send_datagrams(7, 100) == 0);
		REQUIRE(recorder_drain(recorder, NULL, NULL, &error));
	}
	uint8_t bytes[8192];
	ssize_t size = pread(file, bytes, sizeof(bytes), 0);
	REQUIRE(size == 24 + 21 * (16 + 142));
	REQUIRE(recorder_digest(recorder) ==
		digest_add(DIGEST_NOTHING, (struct bytes){ bytes, (size_t)size }));
	return 0;
}

static int filters_and_explains(void)
{
	int file = open_scratch();
	autofinish(error) struct error error = { 0 };
	struct recorder_options options = usual_options();
	options.filter = "tcp.port==80";
	REQUIRE(!recorder_new(&options, file, NULL, &error));
	REQUIRE(strstr(error_message(&error), "filter 'tcp.port==80'"));
	options.filter = NULL;
	options.interface = "nothing0";
	REQUIRE(!recorder_new(&options, file, NULL, &error));
	REQUIRE(strstr(error_message(&error), "cannot capture on 'nothing0'"));

	options = usual_options();
	options.filter = "udp port 9001";
	autofree(recorder) struct recorder *recorder = recorder_new(&options, file, NULL, &error);
	REQUIRE(recorder);
	REQUIRE(send_datagrams(5, 10) == 0);
	REQUIRE(recorder_drain(recorder, NULL, NULL, &error));
	uint64_t written = 1;
	REQUIRE(recorder_finish(recorder, &written, &error));
	REQUIRE(written == 0);
	return 0;
}

static int loopback_is_like_a_wire(void)
{
	int control = socket(AF_INET, SOCK_DGRAM, 0);
	struct ifreq request = { .ifr_name = "lo" };
	REQUIRE(ioctl(control, SIOCGIFMTU, &request) == 0);
	REQUIRE(request.ifr_mtu == MTU);
	REQUIRE(ioctl(control, SIOCGIFFLAGS, &request) == 0);
	REQUIRE(request.ifr_flags & IFF_UP);
	(void)close(control);
	return 0;
}

static void test_records_every_packet(void **state)
{
	(void)state;
	in_private_network(records_every_packet);
}

static void test_says_when_packets_were_dropped(void **state)
{
	(void)state;
	in_private_network(says_when_packets_were_dropped);
}

static void test_counts_what_is_in_the_file(void **state)
{
	(void)state;
	in_private_network(counts_what_is_in_the_file);
}

static void test_cuts_only_its_own_bytes(void **state)
{
	(void)state;
	in_private_network(cuts_only_its_own_bytes);
}

static void test_sums_up_the_file(void **state)
{
	(void)state;
	in_private_network(sums_up_the_file);
}

static void test_filters_and_explains(void **state)
{
	(void)state;
	in_private_network(filters_and_explains);
}

static void test_loopback_is_like_a_wire(void **state)
{
	(void)state;
	in_private_network(loopback_is_like_a_wire);
}

/* Without root, and outside of a private network, capturing is a matter of permission. */
static void a_refusal_is_told_apart(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(EXIT_REFUSED);
		autofinish(error) struct error error = { 0 };
		struct recorder_options options = usual_options();
		bool is_denied = false;
		struct recorder *recorder =
			recorder_new(&options, open_scratch(), &is_denied, &error);
		bool ok = !recorder && is_denied && strstr(error_message(&error), "permission");
		if (!ok)
			(void)fprintf(stderr, "%s\n", error_message(&error));
		_exit(ok ? 0 : 1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_REFUSED) {
		print_message("skipped: this system refuses private networks\n");
		skip();
	}
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records_every_packet),
		cmocka_unit_test(test_says_when_packets_were_dropped),
		cmocka_unit_test(test_counts_what_is_in_the_file),
		cmocka_unit_test(test_cuts_only_its_own_bytes),
		cmocka_unit_test(test_sums_up_the_file),
		cmocka_unit_test(test_filters_and_explains),
		cmocka_unit_test(test_loopback_is_like_a_wire),
		cmocka_unit_test(a_refusal_is_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
