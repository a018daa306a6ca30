import { describe, expect, test } from "vitest";
import { refusalOfTarget } from "../../../../worker/notify/webhooks/forbidden-address.ts";

describe("nothing is sent", () => {
  test.each([
    // This machine, in every spelling.
    "https://localhost/",
    "https://LOCALHOST:8443/",
    "https://localhost./",
    "https://shop.localhost/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://127.255.255.254/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://１２７.0.0.1/",
    "https://127。0。0。1/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[2002:7f00:1::]/",
    "https://0.0.0.0/",
    "https://0/",
    "https://0.1.2.3/",
    "https://[::]/",
    // What carries an address of the old kind, wherever that one is.
    "https://[::ffff:8.8.8.8]/",
    "https://[64:ff9b::8.8.8.8]/",
    // Private networks.
    "https://10.0.0.0/",
    "https://10.255.255.255/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.0.1/",
    "https://0xc0a80001/",
    "https://3232235521/",
    "https://100.64.0.1/",
    "https://100.127.255.255/",
    "https://[fc00::1]/",
    "https://[fdff:ffff::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:192.168.0.1]/",
    "https://[64:ff9b::10.0.0.1]/",
    "https://[64:ff9b:1::808:808]/",
    "https://[2002:c0a8:1::1]/",
    // Link-local, and metadata services.
    "https://169.254.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:a9fe:a9fe::]/",
    "https://[fe80::1]/",
    "https://[febf::1]/",
    "https://[fec0::1]/",
    "https://[fd00:ec2::254]/",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://metadata.google.internal/",
    "https://metadata.google.internal./",
    "https://metadata.goog/",
    "https://metadata/",
    "https://instance-data/",
    // Of no one on the internet.
    "https://192.0.2.1/",
    "https://198.51.100.7/",
    "https://203.0.113.9/",
    "https://198.18.0.1/",
    "https://198.19.255.255/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://239.255.255.255/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[2001::1]/",
    "https://[2001:0:c0a8:1::1]/",
    "https://[100::1]/",
    "https://[5f00::1]/",
    "https://[4000::1]/",
    // Names that no public zone has.
    "https://printer.local/",
    "https://db.internal/",
    "https://DB.Internal/",
    "https://router.home.arpa/",
    "https://nas.lan/",
    "https://wiki.corp/",
    "https://intranet/",
    "https://redis:6379/",
    "https://a.localdomain/",
    "https://localhost../",
    // Not over an open line, not with a password, and not to what is no address.
    "http://erp.shop.example/",
    "http://8.8.8.8/",
    "ftp://erp.shop.example/",
    "file:///etc/passwd",
    "data:text/plain,hello",
    "https://user@erp.shop.example/",
    "https://user:password@erp.shop.example/",
    "https://:password@erp.shop.example/",
    "https://erp.shop.example/#part",
    "https://erp.shop.example/#",
    "https://",
    "https://256.256.256.256/",
    "erp.shop.example/onhand",
    "/onhand",
    "",
  ])("to %s", (url) => {
    expect(refusalOfTarget(url, false)).toMatch(/^must /);
  });
});

describe("may be sent", () => {
  test.each([
    "https://erp.shop.example/onhand",
    "https://erp.shop.example./onhand",
    "https://erp.shop.example:8443/onhand?shop=1&a=b",
    "https://bücher.example/",
    "https://localhost.shop.example/",
    "https://internal.shop.example/",
    "https://notlocal.example/",
    "https://shop.locals.example/",
    "https://8.8.8.8/",
    "https://1.1.1.1/",
    "https://9.255.255.255/",
    "https://11.0.0.0/",
    "https://100.63.255.255/",
    "https://100.128.0.0/",
    "https://126.255.255.255/",
    "https://128.0.0.0/",
    "https://168.63.129.17/",
    "https://169.253.255.255/",
    "https://169.255.0.0/",
    "https://172.15.255.255/",
    "https://172.32.0.0/",
    "https://192.167.255.255/",
    "https://192.169.0.0/",
    "https://198.17.255.255/",
    "https://198.20.0.0/",
    "https://223.255.255.255/",
    "https://[2606:4700:4700::1111]/",
    "https://[2001:4860:4860::8888]/",
    "https://[2001:200::1]/",
  ])("to %s", (url) => {
    expect(refusalOfTarget(url, false)).toBeNull();
  });
});

describe("where this machine is open for development", () => {
  test.each([
    "http://localhost:3000/hook",
    "https://localhost:3000/hook",
    "http://127.0.0.1:3000/hook",
    "http://127.9.9.9/hook",
    "http://[::1]:3000/hook",
    "http://shop.localhost/hook",
    "https://erp.shop.example/hook",
  ])("%s is taken", (url) => {
    expect(refusalOfTarget(url, true)).toBeNull();
  });

  test.each([
    "http://erp.shop.example/hook",
    "https://10.0.0.1/hook",
    "https://169.254.169.254/",
    "http://0.0.0.0:3000/",
    "https://[::ffff:127.0.0.1]/",
    "http://user@localhost:3000/",
  ])("%s is refused all the same", (url) => {
    expect(refusalOfTarget(url, true)).toMatch(/^must /);
  });
});

test("it is said why", () => {
  expect(refusalOfTarget("http://erp.shop.example/", false)).toBe("must begin with https://");
  expect(refusalOfTarget("https://127.0.0.1/", false)).toBe("must not lead to the machine itself");
  expect(refusalOfTarget("https://192.168.1.5/", false)).toBe("must lead to a public address");
  expect(refusalOfTarget("https://169.254.169.254/", false)).toBe("must lead to a public address");
  expect(refusalOfTarget("https://printer.local/", false)).toBe("must not lead to a name of a private network");
  expect(refusalOfTarget("https://redis/", false)).toBe("must have a full host name");
  expect(refusalOfTarget("erp", false)).toBe("must be a URL");
});
