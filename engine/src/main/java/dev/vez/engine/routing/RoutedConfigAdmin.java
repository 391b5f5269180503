package dev.vez.engine.routing;

import dev.vez.engine.catalogue.MetaGroup;
import dev.vez.engine.routing.proto.SetConfigQuestion;
import dev.vez.ports.api.ConfigAdmin;
import dev.vez.ports.api.ConfigEntry;
import dev.vez.ports.api.Result;
import dev.vez.ports.api.Settled;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Runtime configuration that any node can be asked for. Reads go to the leader of meta as well, so
 * that what was set at one node is seen at every other.
 */
final class RoutedConfigAdmin implements ConfigAdmin {

  private final ConfigAdmin local;
  private final Router router;

  /**
   * Configuration of one node.
   *
   * @param local carries out what this node leads
   */
  RoutedConfigAdmin(ConfigAdmin local, Router router) {
    this.local = local;
    this.router = router;
  }

  @Override
  public CompletionStage<Result<Settled>> setConfig(String key, String value) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> local.setConfig(key, value),
        leader ->
            router.ask(
                leader,
                question ->
                    question.setSetConfig(
                        SetConfigQuestion.newBuilder().setKey(key).setValue(value)),
                RemoteMessaging::settled));
  }

  @Override
  public CompletionStage<Result<String>> getConfig(String key) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> local.getConfig(key),
        leader ->
            router.ask(
                leader,
                question -> question.setGetConfig(key),
                answer -> answer.hasConfigValue() ? answer.getConfigValue() : null));
  }

  @Override
  public CompletionStage<Result<List<ConfigEntry>>> listConfig(String prefix) {
    return router.byGroup(
        MetaGroup.NUMBER,
        () -> local.listConfig(prefix),
        leader ->
            router.ask(
                leader,
                question -> question.setListConfig(prefix),
                answer ->
                    answer.hasConfig()
                        ? answer.getConfig().getEntriesList().stream()
                            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
                            .toList()
                        : null));
  }
}
