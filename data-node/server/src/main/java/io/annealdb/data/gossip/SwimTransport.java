package io.annealdb.data.gossip;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import io.scalecube.cluster.transport.api.TransportConfig;
import io.scalecube.cluster.transport.api.TransportFactory;
import io.scalecube.transport.netty.Receiver;
import io.scalecube.transport.netty.Sender;
import io.scalecube.transport.netty.TransportImpl;
import io.scalecube.transport.netty.TransportImpl.ReceiverContext;
import io.scalecube.transport.netty.TransportImpl.SenderContext;
import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * The library's transport, bound to one address: its own TCP factory listens on all of the
 * machine's, whatever the operator has set.
 */
record SwimTransport(InetSocketAddress bind) implements TransportFactory {
    private static final int LENGTH_BYTES = 4;

    @Override
    public Transport createTransport(TransportConfig config) {
        return new TransportImpl(
                config.messageCodec(),
                new BoundReceiver(bind, config),
                new FramedSender(config),
                config.addressMapper());
    }

    private static void frame(ChannelPipeline pipeline, TransportConfig config) {
        pipeline.addFirst(
                new LengthFieldPrepender(LENGTH_BYTES),
                new LengthFieldBasedFrameDecoder(
                        config.maxFrameLength(), 0, LENGTH_BYTES, 0, LENGTH_BYTES));
    }

    private record BoundReceiver(InetSocketAddress at, TransportConfig config) implements Receiver {
        @Override
        public Mono<DisposableServer> bind() {
            return Mono.deferContextual(around -> listen(around.get(ReceiverContext.class)));
        }

        private Mono<DisposableServer> listen(ReceiverContext context) {
            return TcpServer.create()
                    .runOn(context.loopResources())
                    .bindAddress(() -> at)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .doOnChannelInit(
                            (observer, channel, remote) -> frame(channel.pipeline(), config))
                    .handle((in, out) -> in.receive().retain().doOnNext(context::onMessage).then())
                    .bind()
                    .cast(DisposableServer.class);
        }
    }

    private record FramedSender(TransportConfig config) implements Sender {
        @Override
        public Mono<Connection> connect(String address) {
            return Mono.deferContextual(
                    around ->
                            open(address, around.get(SenderContext.class)).cast(Connection.class));
        }

        private Mono<? extends Connection> open(String address, SenderContext context) {
            return TcpClient.newConnection()
                    .runOn(context.loopResources())
                    .host(Transport.parseHost(address))
                    .port(Transport.parsePort(address))
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.connectTimeout())
                    .doOnChannelInit(
                            (observer, channel, remote) -> frame(channel.pipeline(), config))
                    .connect();
        }

        @Override
        public Mono<Void> send(Message message) {
            return Mono.deferContextual(
                    around ->
                            around.get(Connection.class)
                                    .outbound()
                                    .sendObject(
                                            Mono.just(message)
                                                    .map(
                                                            around.get(SenderContext.class)
                                                                    .messageEncoder()),
                                            flush -> true)
                                    .then());
        }
    }
}
