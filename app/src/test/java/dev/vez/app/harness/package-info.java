/**
 * Tests on real processes, in the spirit of Jepsen: {@link dev.vez.app.harness.BrokerProcess} runs
 * a broker and breaks it, {@link dev.vez.app.harness.Workload} drives it and writes down in a
 * {@link dev.vez.app.harness.History} what every call and every delivery looked like from outside,
 * and {@link dev.vez.app.harness.Checker}s judge that history afterwards. Nothing here looks into
 * the broker: what cannot be seen by a client is not a promise to a client.
 */
@NullMarked
package dev.vez.app.harness;

import org.jspecify.annotations.NullMarked;
