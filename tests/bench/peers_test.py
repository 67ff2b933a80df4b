#!/usr/bin/python3
"""How `wafercast bench peers` gets the engines that it measures, and what it says of those that it cannot get. No network."""
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "peers"))

import peers  # noqa: E402


def program(folder, name, script):
    (folder / name).write_text("#!/bin/sh\n" + script)
    (folder / name).chmod(0o755)


class Bringing(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = Path(held.name)

    def peer(self, install):
        return peers.Peer("Peer", ["cat", str(self.folder / "version")], install)

    def test_what_is_here_is_not_installed(self):
        (self.folder / "version").write_text("1.2\n")
        install = mock.Mock()
        self.assertEqual(peers.bring_all([self.peer(install)]), ({"Peer": "1.2"}, {}))
        install.assert_not_called()

    def test_what_is_missing_is_installed(self):
        self.assertEqual(peers.bring_all([self.peer(lambda: (self.folder / "version").write_text("3\n"))]), ({"Peer": "3"}, {}))

    def test_what_cannot_be_installed_is_left_out_with_the_reason(self):
        install = mock.Mock(side_effect=peers.NotHere("no network"))
        here = peers.Peer("Other", ["echo", "2"], install)
        self.assertEqual(peers.bring_all([self.peer(install), here]), ({"Other": "2"}, {"Peer": "no network"}))

    def test_what_does_not_load_although_it_was_installed_is_left_out(self):
        versions, reasons = peers.bring_all([self.peer(lambda: None)])
        self.assertEqual(versions, {})
        self.assertIn("No such file", reasons["Peer"])

    def test_the_account_names_both(self):
        self.assertEqual(peers.account({"NumPy": "1.24"}, {"Squiggle": "no network"}), "peers measured: NumPy 1.24\nnot measured: Squiggle (no network)")
        self.assertEqual(peers.account({}, {}), "peers measured: none")

    def test_a_complaint_is_the_line_that_says_error(self):
        self.assertEqual(peers.complaint("at line 3\n  ModuleNotFoundError: No module named 'x'\nNode.js v20\n"),
                         "ModuleNotFoundError: No module named 'x'")
        self.assertEqual(peers.complaint("first\nlast\n"), "last")


class Squiggle(unittest.TestCase):
    """With programs of our own on the PATH, and a folder of our own."""

    def setUp(self):
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.bin, self.laid_out = Path(held.name) / "bin", Path(held.name) / "squiggle"
        self.bin.mkdir()
        self.laid_out.mkdir()
        self.debian = mock.Mock()
        for patch in (mock.patch.dict(os.environ, {"PATH": str(self.bin)}), mock.patch.object(peers, "node_folder", self.laid_out),
                      mock.patch.object(peers, "install_debian", self.debian)):
            patch.start()
            self.addCleanup(patch.stop)

    def test_the_npm_on_the_path_is_used(self):
        program(self.bin, "node", "")
        program(self.bin, "npm", 'echo "$@" >called')
        peers.install_squiggle()
        self.debian.assert_called_once_with([])
        self.assertTrue((self.laid_out / "called").read_text().startswith("install "))

    def test_debian_is_asked_for_what_is_missing_alone(self):
        self.assertEqual(peers.missing_node(), ["nodejs", "npm"])
        program(self.bin, "node", "")
        self.assertEqual(peers.missing_node(), ["npm"])

    def test_a_failing_npm_says_why(self):
        program(self.bin, "node", "")
        program(self.bin, "npm", 'echo "npm error code ENOTFOUND" >&2; echo "npm error see the log" >&2; exit 1')
        with self.assertRaisesRegex(peers.NotHere, "npm ended with 1: npm error code ENOTFOUND"):
            peers.install_squiggle()

    def test_packages_of_another_version_are_thrown_away(self):
        peers.lay_out_squiggle()
        (self.laid_out / "node_modules").mkdir()
        peers.lay_out_squiggle()
        self.assertTrue((self.laid_out / "node_modules").exists())
        (self.laid_out / "package.json").write_text("{}")
        peers.lay_out_squiggle()
        self.assertFalse((self.laid_out / "node_modules").exists())


if __name__ == "__main__":
    unittest.main()
