package io.annealdb.query.grammar;

import io.annealdb.query.ast.AccountStatement;
import io.annealdb.query.ast.AccountStatement.Privilege;
import io.annealdb.query.ast.DatabaseStatement;
import io.annealdb.query.ast.DeletingStatement;
import io.annealdb.query.ast.ExplainStatement;
import io.annealdb.query.ast.ServerStatement;
import io.annealdb.query.ast.Source;
import io.annealdb.query.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Parse trees of whole statements; SELECT and SHOW have builders of their own. */
final class StatementBuilder {
    private final SelectBuilder selects = new SelectBuilder();
    private final ShowBuilder shows = new ShowBuilder(selects);

    Statement statement(InfluxQlParser.StatementContext tree) {
        if (tree.selectStatement() != null) {
            return selects.select(tree.selectStatement());
        }
        if (tree.showStatement() != null) {
            return shows.show(tree.showStatement());
        }
        if (tree.deleteStatement() != null) {
            List<Source.Measurement> sources = unqualified(tree.deleteStatement().from());
            return new DeletingStatement.Delete(
                    sources, selects.where(tree.deleteStatement().where()));
        }
        if (tree.createStatement() != null) {
            return create(tree.createStatement());
        }
        if (tree.dropStatement() != null) {
            return drop(tree.dropStatement());
        }
        if (tree.alterStatement() != null) {
            return alter(tree.alterStatement());
        }
        if (tree.explainStatement() != null) {
            return new ExplainStatement(
                    selects.select(tree.explainStatement().selectStatement()),
                    tree.explainStatement().ANALYZE() != null);
        }
        if (tree.grantStatement() != null) {
            return grant(tree.grantStatement());
        }
        if (tree.revokeStatement() != null) {
            return revoke(tree.revokeStatement());
        }
        if (tree.setPasswordStatement() != null) {
            return new AccountStatement.SetPassword(
                    name(tree.setPasswordStatement().identifier()),
                    text(tree.setPasswordStatement().STRING()));
        }
        InfluxQlParser.KillStatementContext kill = tree.killStatement();
        return new ServerStatement.KillQuery(
                Literals.saturated(kill.INTEGER().getText()),
                kill.identifier() == null ? null : name(kill.identifier()));
    }

    /** A DELETE works on the whole database: a policy or database in FROM is refused. */
    private List<Source.Measurement> unqualified(InfluxQlParser.FromContext tree) {
        List<Source.Measurement> sources = selects.measurements(tree);
        for (Source.Measurement source : sources) {
            if (source.retentionPolicy() != null) {
                throw SyntaxErrors.atStart("retention policy not supported");
            }
            if (source.database() != null) {
                throw SyntaxErrors.atStart("database not supported");
            }
        }
        return sources;
    }

    private Statement create(InfluxQlParser.CreateStatementContext tree) {
        String name = name(tree.identifier(0));
        if (tree.DATABASE() != null) {
            return new DatabaseStatement.CreateDatabase(name, policySpec(tree.withPolicy()));
        }
        if (tree.USER() != null) {
            return new AccountStatement.CreateUser(
                    name, text(tree.STRING(0)), tree.PRIVILEGES() != null);
        }
        String database = name(tree.identifier(1));
        if (tree.RETENTION() != null) {
            return new DatabaseStatement.CreateRetentionPolicy(
                    name,
                    database,
                    duration(tree.duration()),
                    replication(tree.INTEGER()),
                    tree.shardDuration() == null ? 0 : duration(tree.shardDuration().duration()),
                    tree.DEFAULT() != null);
        }
        if (tree.SUBSCRIPTION() != null) {
            return new ServerStatement.CreateSubscription(
                    name,
                    database,
                    name(tree.identifier(2)),
                    tree.ALL() != null,
                    tree.STRING().stream().map(StatementBuilder::text).toList());
        }
        long every = 0;
        long range = 0;
        if (tree.resample() != null) {
            List<TerminalNode> durations = tree.resample().DURATION_VALUE();
            if (tree.resample().EVERY() != null) {
                every = duration(durations.get(0).getSymbol());
            }
            if (tree.resample().FOR() != null) {
                range = duration(durations.get(durations.size() - 1).getSymbol());
            }
        }
        return new ServerStatement.CreateContinuousQuery(
                name, database, selects.select(tree.selectIntoStatement()), every, range);
    }

    private static DatabaseStatement.PolicySpec policySpec(InfluxQlParser.WithPolicyContext tree) {
        if (tree == null) {
            return null;
        }
        return new DatabaseStatement.PolicySpec(
                tree.duration() == null ? null : duration(tree.duration()),
                tree.replicationOption() == null
                        ? null
                        : replication(tree.replicationOption().INTEGER()),
                tree.shardDuration() == null ? null : duration(tree.shardDuration().duration()),
                tree.nameOption() == null ? null : name(tree.nameOption().identifier()));
    }

    private Statement drop(InfluxQlParser.DropStatementContext tree) {
        if (tree.SERIES() != null) {
            return new DeletingStatement.DropSeries(
                    unqualified(tree.from()), selects.where(tree.where()));
        }
        if (tree.SHARD() != null) {
            return new DeletingStatement.DropShard(Literals.saturated(tree.INTEGER().getText()));
        }
        String name = name(tree.identifier(0));
        if (tree.DATABASE() != null) {
            return new DatabaseStatement.DropDatabase(name);
        }
        if (tree.MEASUREMENT() != null) {
            return new DeletingStatement.DropMeasurement(name);
        }
        if (tree.USER() != null) {
            return new AccountStatement.DropUser(name);
        }
        String database = name(tree.identifier(1));
        if (tree.RETENTION() != null) {
            return new DatabaseStatement.DropRetentionPolicy(name, database);
        }
        return tree.SUBSCRIPTION() != null
                ? new ServerStatement.DropSubscription(name, database, name(tree.identifier(2)))
                : new ServerStatement.DropContinuousQuery(name, database);
    }

    private static Statement alter(InfluxQlParser.AlterStatementContext tree) {
        Long duration = null;
        Integer replication = null;
        Long shardDuration = null;
        boolean makeDefault = false;
        Set<Integer> seen = new HashSet<>();
        for (InfluxQlParser.AlterationContext option : tree.alteration()) {
            Token word = option.getStart();
            if (!seen.add(word.getType())) {
                throw SyntaxErrors.at(
                        "found duplicate "
                                + word.getText().toUpperCase(java.util.Locale.ROOT)
                                + " option",
                        word);
            }
            if (option.duration() != null) {
                duration = duration(option.duration());
            } else if (option.replicationOption() != null) {
                replication = replication(option.replicationOption().INTEGER());
            } else if (option.shardDuration() != null) {
                shardDuration = duration(option.shardDuration().duration());
            } else {
                makeDefault = true;
            }
        }
        return new DatabaseStatement.AlterRetentionPolicy(
                name(tree.identifier(0)),
                name(tree.identifier(1)),
                duration,
                replication,
                shardDuration,
                makeDefault);
    }

    private static Statement grant(InfluxQlParser.GrantStatementContext tree) {
        if (tree.ON() == null) {
            return new AccountStatement.GrantAdmin(name(tree.identifier(0)));
        }
        return new AccountStatement.Grant(
                privilege(tree.READ(), tree.WRITE()),
                name(tree.identifier(0)),
                name(tree.identifier(1)));
    }

    private static Statement revoke(InfluxQlParser.RevokeStatementContext tree) {
        if (tree.ON() == null) {
            return new AccountStatement.RevokeAdmin(name(tree.identifier(0)));
        }
        return new AccountStatement.Revoke(
                privilege(tree.READ(), tree.WRITE()),
                name(tree.identifier(0)),
                name(tree.identifier(1)));
    }

    private static Privilege privilege(TerminalNode read, TerminalNode write) {
        if (read != null) {
            return Privilege.READ;
        }
        return write != null ? Privilege.WRITE : Privilege.ALL;
    }

    private static long duration(InfluxQlParser.DurationContext tree) {
        return tree.INF() != null ? 0 : duration(tree.getStart());
    }

    private static long duration(Token token) {
        OptionalLong ns = Literals.duration(token.getText());
        if (ns.isEmpty()) {
            throw SyntaxErrors.at(Literals.durationProblem(token.getText()), token);
        }
        return ns.getAsLong();
    }

    private static int replication(TerminalNode node) {
        long value = Literals.saturated(node.getText());
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw SyntaxErrors.at(
                    "invalid value " + value + ": must be 1 <= n <= " + Integer.MAX_VALUE,
                    node.getSymbol());
        }
        return (int) value;
    }

    private static String name(ParserRuleContext tree) {
        return ExprBuilder.identifier(tree);
    }

    private static String text(TerminalNode node) {
        return Literals.unquoted(node.getText());
    }
}
