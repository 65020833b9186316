/*
 * Reads and writes the settings with netdevice(7) and ethtool's ioctl. All three offloads must be
 * off: with one of them on, the kernel passes 7 kB "super-segments" through a 1500-byte MTU, and a
 * capture shows what no wire carries.
 */
#include "capture/loopback-settings.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/message.h"

static const char send_buffers_path[] = "/proc/sys/net/ipv4/tcp_wmem";

static const struct {
	uint32_t get, set;
	const char *name;
} offloads[LOOPBACK_OFFLOADS] = {
	{ ETHTOOL_GTSO, ETHTOOL_STSO, "TSO" },
	{ ETHTOOL_GGSO, ETHTOOL_SGSO, "GSO" },
	{ ETHTOOL_GGRO, ETHTOOL_SGRO, "GRO" },
};

static struct ifreq request_for_loopback(void)
{
	return (struct ifreq){ .ifr_name = "lo" };
}

/*
 * The server writes up to a megabyte in one call. The send buffer is at most 8 MiB, and 4 MiB from
 * the start, so that no segment is short because the buffer was full.
 */
struct loopback_settings loopback_settings_of_wire(uint32_t mtu)
{
	return (struct loopback_settings){
		.mtu = mtu,
		.is_up = true,
		.send_buffers = "4096 4194304 8388608",
	};
}

static bool read_control(int control, struct loopback_settings *settings)
{
	struct ifreq request = request_for_loopback();
	if (ioctl(control, SIOCGIFMTU, &request) != 0)
		return false;
	settings->mtu = (uint32_t)request.ifr_mtu;
	request = request_for_loopback();
	if (ioctl(control, SIOCGIFFLAGS, &request) != 0)
		return false;
	settings->is_up = request.ifr_flags & IFF_UP;
	for (size_t i = 0; i < LOOPBACK_OFFLOADS; i++) {
		struct ethtool_value value = { .cmd = offloads[i].get };
		request = request_for_loopback();
		request.ifr_data = (char *)&value;
		if (ioctl(control, SIOCETHTOOL, &request) != 0)
			return false;
		settings->offloads[i] = value.data;
	}
	return true;
}

static void read_send_buffers(struct loopback_settings *settings)
{
	int descriptor = open(send_buffers_path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return;
	ssize_t size = read(descriptor, settings->send_buffers, sizeof(settings->send_buffers) - 1);
	settings->send_buffers[size > 0 ? size : 0] = '\0';
	(void)close(descriptor);
}

bool loopback_settings_read(struct loopback_settings *ret_settings)
{
	struct loopback_settings settings = { 0 };
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control < 0)
		return false;
	bool ok = read_control(control, &settings);
	(void)close(control);
	read_send_buffers(&settings);
	if (ok)
		*ret_settings = settings;
	return ok;
}

static bool write_offloads(
	int control, const struct loopback_settings *settings, struct error *error)
{
	for (size_t i = 0; i < LOOPBACK_OFFLOADS; i++) {
		struct ethtool_value value = {
			.cmd = offloads[i].set,
			.data = settings->offloads[i],
		};
		struct ifreq request = request_for_loopback();
		request.ifr_data = (char *)&value;
		if (ioctl(control, SIOCETHTOOL, &request) != 0)
			return error_set(error,
				"cannot turn %s off in the private network: %s; this kernel would show segments larger than the MSS",
				offloads[i].name, message_of_errno(errno));
	}
	return true;
}

static bool write_control(int control, const struct loopback_settings *settings,
	bool *ret_is_denied, struct error *error)
{
	struct ifreq request = request_for_loopback();
	request.ifr_mtu = (int)settings->mtu;
	if (ioctl(control, SIOCSIFMTU, &request) != 0) {
		*ret_is_denied = errno == EPERM;
		return error_set(error, "cannot set the MTU %u in the private network: %s",
			settings->mtu, message_of_errno(errno));
	}
	if (!write_offloads(control, settings, error))
		return false;
	request = request_for_loopback();
	request.ifr_flags = settings->is_up ? IFF_UP | IFF_RUNNING : 0;
	if (ioctl(control, SIOCSIFFLAGS, &request) != 0)
		return error_set(error, "cannot raise 'lo' in the private network: %s",
			message_of_errno(errno));
	return true;
}

static void write_send_buffers(const struct loopback_settings *settings)
{
	if (!*settings->send_buffers)
		return;
	int descriptor = open(send_buffers_path, O_WRONLY | O_CLOEXEC);
	if (descriptor < 0)
		return;
	(void)!write(descriptor, settings->send_buffers, strlen(settings->send_buffers));
	(void)close(descriptor);
}

bool loopback_settings_write(
	const struct loopback_settings *settings, bool *ret_is_denied, struct error *error)
{
	*ret_is_denied = false;
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (control < 0)
		return error_set(error, "cannot open a socket in the private network: %s",
			message_of_errno(errno));
	bool ok = write_control(control, settings, ret_is_denied, error);
	(void)close(control);
	if (ok)
		write_send_buffers(settings);
	return ok;
}
