package dev.rowseal.kms.aws;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;

/**
 * Bouncy Castle's TLS 1.3 with one group for the exchange of keys and no other, for this context alone: system properties would be
 * everybody's. {@link javax.net.ssl.SSLParameters} have groups from JDK 20.
 */
final class OneGroup extends SSLContextSpi {

    private final SSLContext all;
    private final String group;

    private OneGroup(SSLContext all, String group) {
        this.all = all;
        this.group = group;
    }

    /** @param all Bouncy Castle's */
    static SSLContext of(SSLContext all, String group) {
        return new SSLContext(new OneGroup(all, group), all.getProvider(), all.getProtocol()) {};
    }

    private SSLEngine limited(SSLEngine engine) {
        BCSSLEngine its = (BCSSLEngine) engine;
        BCSSLParameters parameters = its.getParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNamedGroups(new String[] {group});
        its.setParameters(parameters);
        return engine;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return limited(all.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return limited(all.createSSLEngine(host, port));
    }

    @Override
    protected void engineInit(KeyManager[] own, TrustManager[] trusted, SecureRandom random)
            throws KeyManagementException {
        all.init(own, trusted, random);
    }

    // The JDK's HTTP server gives these to each engine.
    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        SSLParameters parameters = all.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        try {
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    new String[] {group});
        } catch (NoSuchMethodException beforeJdk20) {
            // They say nothing of groups then, and the engine's stay as they are.
            return parameters;
        } catch (ReflectiveOperationException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        return parameters;
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return all.getSupportedSSLParameters();
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        throw new UnsupportedOperationException("engines alone are limited");
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("engines alone are limited");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return all.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return all.getClientSessionContext();
    }
}
