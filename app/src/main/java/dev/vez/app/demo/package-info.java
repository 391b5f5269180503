/**
 * The demonstration: one noisy tenant and nine quiet ones, the same load in two queues of a real
 * broker. One gives each tenant its turn, the other serves in order of arrival; everything shown is
 * measured.
 */
@NullMarked
package dev.vez.app.demo;

import org.jspecify.annotations.NullMarked;
